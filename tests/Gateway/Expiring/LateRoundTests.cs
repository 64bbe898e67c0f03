using Postern.Core.Journal;
using Postern.Core.Retention;
using Postern.Gateway.Expiring;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Forgetting;
using Postern.Tests.Servers;

namespace Postern.Tests.Expiring;

/// <summary>A round that has no time left does something all the same: nothing is so large that a run stands still.</summary>
public sealed class LateRoundTests
{
    private const string Busy = "monitoring@customer.example";
    private const int MostSteps = 2000;

    [Fact]
    public async Task However_late_each_step_is_the_run_ends_and_all_that_is_old_is_gone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await OldStory.TellAsync(gateway);
        await story.KeepAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(2));

        var run = await EndAsync(gateway);

        Assert.Equal((2, 0), (run.Counts.Threads, run.Counts.Kept));
        Assert.NotEqual(0, run.Counts.Journal);
        Assert.Null(await gateway.Threads.FindHeadAsync(story.Anns, default));
        Assert.NotNull(await gateway.Threads.FindHeadAsync(story.Bobs, default));
        var places = await StoredTexts.ReadPlacesAsync(gateway.Get<GatewayStorage>());
        Assert.DoesNotContain(
            places.Keys,
            place => place.StartsWith($"people {OldStory.Ann} ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [Trait("Speed", "Long")]
    [InlineData(null, 0)]
    [InlineData("bounce", 2500)]
    [InlineData("out", 2500)]
    public async Task An_address_with_thousands_of_rows_goes_part_by_part_unless_something_young_is_among_them(
        string? young,
        int left
    )
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var table = gateway.Get<GatewayStorage>().Table(TableNames.People);
        var now = gateway.Time.GetUtcNow();
        var old = Enumerable.Range(0, 2500).Select(minutes => now.AddDays(-100).AddMinutes(minutes)).ToList();
        foreach (var some in old.Chunk(100))
            await table.SubmitTransactionAsync(
                some.Select(time =>
                    RowWrite.Upsert(SenderHistoryRows.Write(Busy, MailId.Create(time, Busy).Value, new(time, [], [])))
                ),
                default
            );
        if (young is not null)
            await table.UpsertEntityAsync(
                TableRow.Write(Busy, $"{young}:{MailId.Create(now, Busy).Value}", new { time = now })
            );
        await gateway.PutAsync(Core.Configuration.ConfigurationKinds.Parameter, "mail.people.days", "60");
        gateway.Time.Advance(TimeSpan.FromSeconds(2));

        var run = await EndAsync(gateway);

        Assert.Equal(left == 0 ? 1 : 0, run.Counts.People);
        var places = await StoredTexts.ReadPlacesAsync(gateway.Get<GatewayStorage>());
        var prefix = $"people {Busy} in:";
        Assert.Equal(left, places.Keys.Count(place => place.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static async Task<RetentionRun> EndAsync(TestGateway gateway)
    {
        var days = (await gateway.Get<GatewayConfigurationSource>().GetLatestAsync(default)).Parameters.Retention;
        var stages = gateway.Get<RetentionStages>();
        var run = new RetentionRun
        {
            Id = "late",
            Number = 1,
            Begun = gateway.Time.GetUtcNow(),
        };
        for (var step = 0; step < MostSteps; step++)
        {
            var work = new RetentionWork(run, days, () => true, _ => Task.CompletedTask);
            var (after, isDone) = await stages.RunAsync(work, default);
            if (isDone)
                return after;
            run = after;
        }
        throw new InvalidOperationException($"The run stands still: {run}.");
    }
}
