using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Reports;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// The bounce that blacklists an address, with every write broken once: before it, after it, and with its reply
/// lost. It always counts once.
/// </summary>
public sealed class BounceFaultTests(ITestOutputHelper output)
{
    private const string Ann = "ann@a.example";

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    [Trait("Speed", "Long")]
    public async Task A_bounce_whose_every_write_is_broken_once_counts_once_and_blacklists(FaultKind kind)
    {
        var writes = 0;
        for (var at = 1; at <= 50; at++)
        {
            var faults = new StorageFaults { Kind = kind };
            await using var gateway = await TestGateway.StartAsync(null, faults);
            await gateway.SetUpDeskAsync();
            var mailer = new Mailer(gateway, Ann);
            var report = Reports.Dsn((await mailer.SendAsync())!);
            for (var days = 2; days <= 8; days += 2)
                await gateway.Get<BounceHistory>().AddAsync(Earlier(gateway.Time.GetUtcNow().AddDays(-days)), default);
            faults.Reset();
            faults.BreakAt = at;

            var id = await TakeAsync(gateway, report);
            await gateway.DrainAsync(crash => crash is CrashException);
            if (!faults.Happened)
                break;
            writes = at;
            await CheckAsync(mailer, id);
        }
        output.WriteLine($"{kind}: {writes} writes broken one at a time");
        Assert.True(writes >= 7, $"only {writes} writes were seen");
    }

    private static async Task CheckAsync(Mailer mailer, MailId id)
    {
        Assert.Equal(5, (await mailer.HistoryAsync()).Count);
        Assert.Equal(BlacklistReason.Bounces, (await mailer.EntryAsync())!.Reason);
        var (notes, _) = await mailer.Gateway.Get<BlacklistStore>().ListNotesAsync(Ann, null, 10, default);
        Assert.Single(notes);
        var listed = mailer.Gateway.Get<BlacklistedAddresses>();
        await listed.RefreshAsync(default);
        Assert.Equal(BlacklistReason.Bounces, listed.Find(Ann)?.Reason);
        Assert.Equal(DeliveryState.Bounced, (await mailer.DeliveryAsync()).State);
        var entry = await mailer.Gateway.JournalAsync(id);
        Assert.Equal(JournalState.Bounce, entry.State);
        Assert.Equal((await mailer.DeliveryAsync()).Report, Assert.Single(entry.Reports));
    }

    private static async Task<MailId> TakeAsync(TestGateway gateway, BinaryData report)
    {
        try
        {
            return await gateway.PushAsync(report);
        }
        catch (CrashException)
        {
            // Whoever pushes a mail offers it again until it was taken in.
            return await gateway.PushAsync(report);
        }
    }

    private static DeliveryReport Earlier(DateTimeOffset time) =>
        new()
        {
            Address = Ann,
            Reason = BounceReason.UserUnknown,
            Time = time,
            By = BounceEvidence.ReturnPath,
            Counts = true,
            Why = "",
            Source = $"{time:O}",
        };
}
