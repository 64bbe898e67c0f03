using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Which mail tells its sender: of those that are decided about at the same moment none sees yet what the others send, and each would
/// (<see cref="NoticeLimits"/>).
/// </summary>
public sealed class NoticeTurns(GatewayStorage storage)
{
    private const string Told = "told:";
    private const int MostAttempts = 5;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>Whether a mail tells an address, which none other does for this reason within the window. Asking again for the same mail answers the same.</summary>
    public async Task<bool> TryTakeAsync(
        string recipient,
        NoticeKind kind,
        MailId mail,
        DateTimeOffset received,
        TimeSpan window,
        CancellationToken cancellationToken
    )
    {
        var turn = TableRow.Write(TableKeys.Escape(recipient), Told + kind, new Turn(mail.Value, received));
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await _table.TryAddAsync(turn, cancellationToken))
                return true;
            if (await _table.FindAsync(turn.PartitionKey, turn.RowKey, cancellationToken) is not { } row)
                continue;
            var other = TableRow.Read<Turn>(row);
            if (other.Mail == mail.Value)
                return true;
            if (other.Time > received - window)
                return false;
            if (await _table.TryReplaceAsync(turn, row.ETag, cancellationToken))
                return true;
        }
        return false;
    }

    private sealed record Turn(string Mail, DateTimeOffset Time);
}
