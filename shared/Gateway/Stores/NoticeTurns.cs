using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Lets one mail at a time send a notice to an address. Mails that are decided at the same moment do not see each
/// other's notices yet, so <see cref="NoticeLimits"/> alone would let each of them send one.
/// </summary>
public sealed class NoticeTurns(GatewayStorage storage)
{
    private const string RowPrefix = "told:";
    private const int MostAttempts = 5;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>
    /// Whether this mail sends the notice: no other mail sends one of this kind to this address within the window.
    /// Idempotent.
    /// </summary>
    /// <param name="notice">The notice, which has a recipient.</param>
    /// <param name="mail">The mail that it answers.</param>
    /// <param name="received">When the mail was received.</param>
    /// <param name="window">How long one notice is enough.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<bool> TryTakeAsync(
        Notice notice,
        MailId mail,
        DateTimeOffset received,
        TimeSpan window,
        CancellationToken cancellationToken
    )
    {
        var partition = TableKeys.Escape(notice.Recipient!);
        var turn = TableRow.Write(partition, RowPrefix + notice.Kind, new Turn(mail.Value, received));
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
