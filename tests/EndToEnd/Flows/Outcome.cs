using MimeKit;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Flows;

/// <summary>What became of the mails of <see cref="Conversations"/>.</summary>
/// <param name="Mails">Mails that came in.</param>
/// <param name="Threads">Threads that there are.</param>
/// <param name="Messages">Messages on them.</param>
/// <param name="Deliveries">Notifications that had to go out.</param>
/// <param name="Sent">Mails that the mail server got.</param>
/// <param name="PossibleDoubles">How often a notification was sent again because an earlier try may have arrived.</param>
internal sealed record Outcome(int Mails, int Threads, int Messages, int Deliveries, int Sent, int PossibleDoubles)
{
    /// <summary>Notifications that arrived more than once.</summary>
    public int Doubles => Sent - Deliveries;

    public override string ToString() =>
        $"{Mails} mails in, {Threads} threads, {Messages} messages, {Deliveries} notifications, "
        + $"{Sent} mails sent, {Doubles} doubles ({PossibleDoubles} possible)";

    /// <summary>
    /// Reads everything, and asserts what must hold whatever broke: each mail is one message on one thread, each
    /// notification
    /// arrived, and twice only where the delivery says that it may have.
    /// </summary>
    public static async Task<Outcome> ReadAsync(Deployment deployment, int mails)
    {
        var today = DateTimeOffset.UtcNow;
        var journal = deployment.Get<JournalStore>();
        var entries = (await journal.ListAsync(today, null, 10_000, default))
            .Concat(await journal.ListAsync(today.AddDays(-1), null, 10_000, default))
            .ToList();
        Assert.Equal(mails, entries.Count);
        Assert.Equal(mails, entries.Select(entry => entry.MessageId).Distinct().Count());
        Assert.All(
            entries,
            entry => Assert.True(entry.State == JournalState.Routed && entry.Threads.Count == 1, $"{entry}")
        );
        await AssertOneMessageAMailAsync(deployment, entries);
        var possible = await AssertAllArrivedAsync(deployment, mails);
        Assert.Empty(await deployment.Get<AttentionStore>().ListAsync(100, default));
        // The partitions of days, by which threads are found, have no thread in their name.
        var rows = (await deployment.RowsAsync(TableNames.Threads)).Where(row => row.PartitionKey.Contains(':'));
        var counts = rows.CountBy(row => row.RowKey[..1]).ToDictionary();
        var outcome = new Outcome(
            mails,
            counts["h"],
            counts["m"],
            counts["d"],
            deployment.Catcher.Mails.Count,
            possible
        );
        // Every conversation is one thread of two messages with a notification each.
        Assert.Equal((mails / 2, mails, mails), (outcome.Threads, outcome.Messages, outcome.Deliveries));
        return outcome;
    }

    private static async Task AssertOneMessageAMailAsync(Deployment deployment, List<JournalEntry> entries)
    {
        var store = deployment.Get<ThreadStore>();
        foreach (var thread in entries.GroupBy(entry => entry.Threads[0]))
        {
            var messages = await store.ListMessagesAsync(thread.Key, null, 10, default);
            Assert.Equal(thread.Select(entry => entry.Id).Order(), messages.Select(message => message.Mail).Order());
        }
    }

    /// <summary>Returns how many doubles the deliveries admit.</summary>
    private static async Task<int> AssertAllArrivedAsync(Deployment deployment, int expected)
    {
        var arrived = deployment
            .Catcher.Mails.CountBy(mail =>
                (
                    HeaderList.Load(new MemoryStream(mail.Raw))[HeaderId.MessageId]?.Trim('<', '>'),
                    Assert.Single(mail.Envelope.Recipients)
                )
            )
            .ToDictionary();
        var store = deployment.Get<ThreadStore>();
        var possible = 0;
        foreach (var head in (await deployment.RowsAsync(TableNames.Threads)).Where(row => row.RowKey == "h"))
        {
            Assert.True(ThreadKey.TryParse(head.PartitionKey, out var key));
            foreach (var message in await store.ListMessagesAsync(key, null, 10, default))
            {
                var delivery = Assert.Single(
                    await store.ListDeliveriesAsync(key, new MessageKey(message.Key).Id, null, default)
                );
                Assert.Equal(DeliveryState.Sent, delivery.State);
                Assert.InRange(
                    arrived.GetValueOrDefault((message.MessageId, delivery.Recipient)),
                    1,
                    1 + delivery.PossibleDoubles
                );
                possible += delivery.PossibleDoubles;
            }
        }
        // A double has the Message-Id of the first copy, or there would be more of them.
        Assert.Equal(expected, arrived.Count);
        return possible;
    }
}
