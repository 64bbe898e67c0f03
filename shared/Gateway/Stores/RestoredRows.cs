using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// What becomes of a row of a backup in the account that it is restored into, whose queues know nothing of it.
/// </summary>
public static class RestoredRows
{
    /// <summary>Whether a row speaks of the account that it is in, so that a restored account has another.</summary>
    public static bool IsOfItsAccount(string table, TableEntity row) =>
        HousekeepingTurns.IsTurn(table, row)
        || ConfigurationStore.IsRow(table, row, ConfigurationKinds.Origin, StorageOrigin.Row);

    /// <summary>
    /// The row as it is restored; null for one that the gateway writes anew. The configuration is that of a copy, so that
    /// mail is held until a person sets the mode, even in an account of the same name.
    /// </summary>
    /// <param name="table">Its table.</param>
    /// <param name="row">The row of the backup.</param>
    /// <param name="origin">What the copy is of, as a name that no account has.</param>
    public static TableEntity? Restore(string table, TableEntity row, string origin)
    {
        if (!IsOfItsAccount(table, row))
            return row;
        if (HousekeepingTurns.IsTurn(table, row))
            return null;
        var copy = TableRow.Write(row.PartitionKey, row.RowKey, origin);
        if (row.GetDateTimeOffset("created") is { } created)
            copy["created"] = created;
        return copy;
    }

    /// <summary>
    /// The row of the table <c>due</c> by which the work that a row stands for goes on, since the message on a queue that it
    /// waited for is gone; null where there is none: a mail that is not decided, a delivery that has not ended. It is the
    /// same at each call.
    /// </summary>
    public static TableEntity? WorkOf(string table, TableEntity row) =>
        table switch
        {
            TableNames.Threads when row.RowKey.StartsWith(ThreadRows.AllDeliveries, StringComparison.Ordinal) => WorkOf(
                row.PartitionKey,
                TableRow.Read<MessageDelivery>(row)
            ),
            TableNames.Journal when row.GetString("state") == nameof(JournalState.Pending) => WorkOf(
                JournalRows.Read(row)
            ),
            _ => null,
        };

    // A row that waits has the place of the one that the gateway has written for it, if that was not lost.
    private static TableEntity? WorkOf(string thread, MessageDelivery delivery)
    {
        var (state, changed) = (delivery.State, delivery.Changed);
        if (
            state
            is not (DeliveryState.Queued or DeliveryState.Sending or DeliveryState.Waiting or DeliveryState.Unknown)
        )
            return null;
        var at = state == DeliveryState.Sending ? delivery.LeasedUntil : delivery.NextAttempt;
        var reference = new DeliveryReference(thread, delivery.Message, RecipientKey.Of(delivery.Recipient));
        var message = MailQueues.Write(new DeliveryItem { Delivery = reference });
        var queue = delivery.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        return DueStore.RowOf(at ?? Latest(changed, DateTimeOffset.UnixEpoch), reference.ToString(), queue, message);
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static TableEntity WorkOf(JournalEntry entry)
    {
        var message = MailQueues.Write(new InboundItem { Raw = entry.Raw });
        return DueStore.RowOf(entry.Received, message, QueueNames.InboundMail, message);
    }
}
