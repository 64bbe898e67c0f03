using Postern.Contracts.Http;
using Postern.Core.Reports;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Inbound;

/// <summary>What is kept of the bounces of an address, and how it is forgotten.</summary>
public sealed class BounceHistoryTests
{
    private const string Ann = "ann@a.example";

    [Fact]
    public async Task A_reset_that_another_run_gets_ahead_of_still_forgets_all_that_came_before()
    {
        var other = new Interjection(request => request.Uri.Path.Contains("$batch", StringComparison.Ordinal));
        await using var gateway = await TestGateway.StartAsync(null, other);
        var (history, now) = (gateway.Get<BounceHistory>(), gateway.Time.GetUtcNow());
        foreach (var days in new[] { 0, 2, 4 })
            await history.AddAsync(Bounce(now.AddDays(-days)), default);
        // An earlier mail of the same sender is dealt with at the same time: it forgets less.
        other.Act = () => history.ClearAsync(Ann, now.AddDays(-1), default);

        await history.ClearAsync(Ann, now, default);

        Assert.Null(other.Act);
        Assert.Empty((await history.FindAsync(Ann, default)).History);
    }

    [Fact]
    public async Task What_came_after_the_mail_that_resets_it_stays()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (history, now) = (gateway.Get<BounceHistory>(), gateway.Time.GetUtcNow());
        foreach (var days in new[] { 0, 2, 4 })
            await history.AddAsync(Bounce(now.AddDays(-days)), default);
        await history.ClearAsync(Ann, now.AddDays(-1), default);
        Assert.Equal(now, Assert.Single((await history.FindAsync(Ann, default)).History).Time);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task What_goes_on_bouncing_is_kept_to_a_thousand_the_newest_of_them()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway
            .Get<PeopleStore>()
            .PutContactAsync(new Contact { Address = Ann, Name = "Ann" }, null, false, default);
        var (history, mailer, now) = (gateway.Get<BounceHistory>(), new Mailer(gateway, Ann), gateway.Time.GetUtcNow());
        await Parallel.ForEachAsync(
            Enumerable.Range(1, 1100),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (hours, stopped) => await history.AddAsync(Bounce(now.AddHours(-hours)), stopped)
        );

        await mailer.BounceAsync("5.7.1", "550 5.7.1 Refused by policy");

        var standing = await history.FindAsync(Ann, default);
        Assert.True(standing.IsContact);
        Assert.Equal((1000, now.AddHours(-999)), (standing.History.Count, standing.History.Min(report => report.Time)));
        Assert.Contains(standing.History, report => report.Reason == BounceReason.Policy);
    }

    private static DeliveryReport Bounce(DateTimeOffset time) =>
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
