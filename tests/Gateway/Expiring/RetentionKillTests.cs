using Postern.Core.Retention;
using Postern.Gateway.Expiring;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Forgetting;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Expiring;

/// <summary>A run that dies at any of its writes ends as one that does not.</summary>
public sealed class RetentionKillTests(ITestOutputHelper output)
{
    private const int AtOnce = 3;
    private static readonly TimeSpan NextDay = TimeSpan.FromHours(25);

    [Theory]
    [Trait("Speed", "Long")]
    // A death after a write is one before the next.
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.LostReply)]
    public async Task A_run_that_breaks_at_any_write_ends_like_one_that_does_not(FaultKind kind)
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await OldStory.TellAsync(gateway);
        await story.KeepAsync();
        var (copy, now) = (await StorageCopy.OfAsync(gateway.Get<GatewayStorage>()), gateway.Time.GetUtcNow());
        var undisturbed = await EndAsync(0);
        Assert.True(undisturbed.Writes >= 30, $"{undisturbed.Writes} writes");

        var ends = new Ending[undisturbed.Writes];
        await Parallel.ForAsync(
            1,
            ends.Length + 1,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (write, _) => ends[write - 1] = await EndAsync(write)
        );

        output.WriteLine($"{kind}: {undisturbed.Writes} writes");
        for (var write = 1; write <= ends.Length; write++)
        {
            Assert.True(ends[write - 1].Happened, $"write {write} was not broken");
            Assert.Equal(
                undisturbed.Places.Select(Line).Order(StringComparer.Ordinal),
                ends[write - 1].Places.Select(Line).Order(StringComparer.Ordinal)
            );
        }

        async Task<Ending> EndAsync(int breakAt)
        {
            var faults = new StorageFaults { Kind = kind };
            await using var other = await TestGateway.StartAsync(
                (await Azurite.SharedAsync()).NewAccount(),
                new(now),
                null,
                faults
            );
            var storage = other.Get<GatewayStorage>();
            await copy.PutAsync(storage);
            faults.Reset();
            faults.BreakAt = breakAt;
            await RunAsync(other, faults);
            other.Time.Advance(NextDay);
            await RunAsync(other, faults);
            faults.BreakAt = 0;
            Assert.Empty(await StoredTexts.FindAsync(storage, OldStory.Ann, OldStory.Name, OldStory.Secret));
            return new Ending(faults.Writes, faults.Happened, await PlacesAsync(storage));
        }
    }

    private static string Line(KeyValuePair<string, string> place) => $"{place.Key}: {place.Value}";

    private static async Task RunAsync(TestGateway gateway, StorageFaults faults)
    {
        var runner = gateway.Get<RetentionRunner>();
        RetentionState state;
        do
        {
            faults.BeginRun();
            try
            {
                await runner.RunAsync(default);
            }
            catch (CrashException)
            {
                // The next round of housekeeping goes on.
            }
            finally
            {
                faults.EndRun();
            }
            state = await runner.FindAsync(default);
        } while (state.Run?.Finished is null || state.Next <= gateway.Time.GetUtcNow());
    }

    // What tells how far it is has counts, which may be low after a death; the audit has one entry a run in any case.
    private static async Task<IReadOnlyDictionary<string, string>> PlacesAsync(GatewayStorage storage)
    {
        var (entries, _) = await new AuditStore(storage).ListAsync(null, 100, default);
        var listed = entries.Where(entry => entry.What.StartsWith("retention/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, entry => Assert.Null(entry.Unfinished));
        return (await StoredTexts.ReadPlacesAsync(storage, withVersions: false))
            .Where(text => !text.Key.StartsWith("limits housekeeping retention", StringComparison.Ordinal))
            .Where(text => !text.Key.StartsWith("config audit", StringComparison.Ordinal))
            .ToDictionary();
    }

    private sealed record Ending(int Writes, bool Happened, IReadOnlyDictionary<string, string> Places);
}
