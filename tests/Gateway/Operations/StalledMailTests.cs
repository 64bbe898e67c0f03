using Azure.Core;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>Mail that was accepted and never decided is queued again, but not while a run works on it.</summary>
public sealed class StalledMailTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";

    private static readonly TimeSpan Stalled = new Timings().Stalled;

    [Fact]
    public async Task A_mail_that_a_slow_run_works_on_is_not_started_again()
    {
        var slow = new Interjection(IsTransaction);
        await using var gateway = await TestGateway.StartAsync(null, slow);
        await gateway.SetUpDeskAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        gateway.Time.Advance(Stalled);
        var restarted = new List<int>();
        slow.Act = async () =>
        {
            restarted.Add(await RestartAsync(gateway));
            for (var turn = 0; turn < 7; turn++)
            {
                await PassAsync(gateway, id, Stalled / 4);
                restarted.Add(await RestartAsync(gateway));
            }
        };

        await gateway.StepAsync(QueueNames.InboundMail);

        Assert.Equal(8, restarted.Count);
        Assert.All(restarted, count => Assert.Equal(0, count));
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task A_mail_whose_run_died_is_started_again_when_its_lease_has_ended()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        gateway.Time.Advance(Stalled);
        Assert.Equal(1, await RestartAsync(gateway));
        var entry = await gateway.JournalAsync(id);
        using var mail = (await gateway.Get<RawMailStore>().FindAsync(entry.Raw, default))!;

        var death = () => gateway.Get<MailLeases>().HoldAsync(mail, () => throw new TimeoutException("gone"), default);
        await Assert.ThrowsAsync<TimeoutException>(death);

        Assert.Equal(0, await RestartAsync(gateway));
        gateway.Time.Advance(Stalled);
        Assert.Equal(1, await RestartAsync(gateway));
    }

    [Fact]
    public async Task The_oldest_of_more_mails_than_a_round_takes_are_started_first()
    {
        await using var gateway = await TestGateway.StartAsync();
        var now = gateway.Time.GetUtcNow();
        // Both days of the search, whatever the hour.
        var entries = Enumerable.Range(0, 520).Select(i => Entry(now - Stalled - TimeSpan.FromSeconds(i))).ToList();
        foreach (var some in entries.Chunk(20))
            await Task.WhenAll(some.Select(entry => gateway.Get<JournalStore>().TryAddAsync(entry, default)));

        Assert.Equal(500, await RestartAsync(gateway));

        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var first = (await queue.ReceiveMessagesAsync(1)).Value[0].Body.ToString();
        Assert.Contains(entries[^1].Raw, first, StringComparison.Ordinal);
    }

    private static bool IsTransaction(Request request) =>
        request.Method == RequestMethod.Post
        && request.Uri.ToString().EndsWith("batch", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lets time pass until the run has had the chance to renew its lease.</summary>
    private static async Task PassAsync(TestGateway gateway, MailId id, TimeSpan time)
    {
        gateway.Time.Advance(time);
        await Eventually.ReadAsync(
            () =>
            {
                gateway.Time.Advance(TimeSpan.FromSeconds(1));
                var now = gateway.Time.GetUtcNow();
                return gateway.Get<JournalStore>().ListStalledAsync(id.Received, now - Stalled, now, default);
            },
            stalled => stalled.Count == 0
        );
    }

    private static Task<int> RestartAsync(TestGateway gateway) =>
        gateway.Get<Housekeeper>().RestartStalledAsync(gateway.Time.GetUtcNow(), default);

    private static JournalEntry Entry(DateTimeOffset received)
    {
        var raw = $"{received.ToUnixTimeMilliseconds()}.eml";
        return new JournalEntry
        {
            Id = MailId.Create(received, raw).Value,
            Received = received,
            Source = "http",
            Raw = raw,
        };
    }
}
