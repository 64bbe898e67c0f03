using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Counts the mails of each sender and day that are listed because nobody would read them, so that a sender who is
/// stopped again and again does not fill the list. A row <c>unread</c> of the sender names them.
/// </summary>
public sealed class UnreadTurns(GatewayStorage storage)
{
    /// <summary>Mails of one sender and day that are listed.</summary>
    public const int MostADay = 10;

    private const string Row = "unread";

    // No address has this form.
    private const string Nobody = "unread";
    private const int MostAttempts = 5;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>
    /// The number of a mail among those of its sender and day, from 1; null when the day's share is used up. The same
    /// mail always has the same number.
    /// </summary>
    public async Task<int?> TakeAsync(string? sender, MailId mail, CancellationToken cancellationToken)
    {
        var partition = sender is null ? Nobody : TableKeys.Escape(sender);
        var day = mail.Received.UtcDateTime.Date;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await _table.FindAsync(partition, Row, cancellationToken);
            var before = row is null ? null : TableRow.Read<Listed>(row);
            var mails = before?.Day == day ? before.Mails : [];
            if (mails.ToList().IndexOf(mail.Value) is >= 0 and var at)
                return at + 1;
            if (mails.Count >= MostADay)
                return null;
            var after = TableRow.Write(partition, Row, new Listed(day, [.. mails, mail.Value]));
            var isWritten = row is null
                ? await _table.TryAddAsync(after, cancellationToken)
                : await _table.TryReplaceAsync(after, row.ETag, cancellationToken);
            if (isWritten)
                return mails.Count + 1;
        }
        // Others took turns all the time; a mail too many in the list is better than one too few.
        return MostADay;
    }

    private sealed record Listed(DateTime Day, IReadOnlyList<string> Mails);
}
