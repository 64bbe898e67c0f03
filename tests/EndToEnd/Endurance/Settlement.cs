using System.Diagnostics;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Tests.Flows;

namespace Postern.Tests.Endurance;

/// <summary>What is not finished yet.</summary>
/// <param name="Missing">Mails that were handed in and are not in the journal.</param>
/// <param name="Pending">Mails without a decision.</param>
/// <param name="Unfinished">Deliveries without an outcome.</param>
/// <param name="Queued">Messages on the queues of mails, posts and deliveries.</param>
internal sealed record Settlement(int Missing, int Pending, int Unfinished, int Queued)
{
    // Longer than anything that a gateway waits for by itself, apart from waiting deliveries.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Settlement Complete = new(0, 0, 0, 0);

    private static readonly string UnfinishedStates = string.Join(
        " or ",
        new[] { DeliveryState.Queued, DeliveryState.Sending, DeliveryState.Waiting, DeliveryState.Unknown }.Select(
            state => $"state eq '{state}'"
        )
    );

    /// <summary>Waits until nothing is unfinished, or nothing has changed for a long time.</summary>
    /// <param name="read">Reads what is left.</param>
    /// <param name="help">Done again and again meanwhile.</param>
    /// <returns>What is left.</returns>
    public static async Task<Settlement> WaitAsync(Func<Task<Settlement>> read, Func<Task> help)
    {
        var (left, sinceChange) = (await read(), Stopwatch.StartNew());
        while (left != Complete && sinceChange.Elapsed < Patience)
        {
            // Reading every table takes storage from those who finish.
            await Task.Delay(Pause);
            await help();
            var before = left;
            left = await read();
            // What waits passes through the queues again and again.
            if (left with { Queued = 0 } != before with { Queued = 0 })
                sinceChange.Restart();
        }
        return left;
    }

    public static async Task<Settlement> ReadAsync(Deployment deployment, Ledger ledger)
    {
        // The table also says up to which day mails were purged.
        var states = (await deployment.RowsAsync(TableNames.Journal, "state"))
            .Select(row => row.GetString("state"))
            .OfType<string>()
            .ToList();
        var unfinished = await deployment.FindRowsAsync(TableNames.Threads, UnfinishedStates, ["PartitionKey"]);
        var queued = 0;
        foreach (var queue in QueueNames.Triggers.Where(name => name != QueueNames.MailboxFetch))
            queued += await CountAsync(queue) + await CountAsync(queue + QueueNames.PoisonSuffix);
        return new Settlement(
            ledger.Mails.Count - states.Count,
            states.Count(state => state == nameof(JournalState.Pending)),
            unfinished.Count,
            queued
        );

        async Task<int> CountAsync(string queue) =>
            (await deployment.Get<GatewayStorage>().Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;
    }
}
