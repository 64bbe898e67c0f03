using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Gateway.Storage;

namespace Postern.Tests.Flows;

/// <summary>
/// How far a gateway is: mails that were taken in, those of them that are on a thread, notifications and those that
/// are sent.
/// </summary>
internal sealed record Progress(int Journal, int Routed, int Deliveries, int Sent)
{
    public static async Task<Progress> ReadAsync(Deployment deployment)
    {
        // The table also says up to which day mails were purged.
        var journal = (await deployment.RowsAsync(TableNames.Journal, "state"))
            .Where(row => row.GetString("state") is not null)
            .ToList();
        var threads = await deployment.RowsAsync(TableNames.Threads, "state");
        var deliveries = threads.Where(row => row.RowKey.StartsWith("d:", StringComparison.Ordinal)).ToList();
        return new Progress(
            journal.Count,
            journal.Count(row => row.GetString("state") == nameof(JournalState.Routed)),
            deliveries.Count,
            deliveries.Count(row => row.GetString("state") == nameof(DeliveryState.Sent))
        );
    }
}
