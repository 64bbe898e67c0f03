using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Every snapshot that is kept, and one that is taken today, so that whoever needs the next finds the taking in order.
/// Each is loaded and finished once for all tests. <c>POSTERN_SNAPSHOT=2027-03-name</c> keeps today's in
/// <c>tests/Upgrade/2027-03-name</c>.
/// </summary>
public sealed class Upgrades : IAsyncLifetime
{
    private const string Today = "today";
    private readonly Dictionary<string, Task<UpgradedGateway>> _upgraded = [];

    public static TheoryData<string> Names => [.. Snapshot.Kept.Select(snapshot => snapshot.Name), Today];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var started in _upgraded.Values.Where(task => task.IsCompletedSuccessfully))
        {
            await (await started).DisposeAsync();
        }
    }

    internal Task<UpgradedGateway> OfAsync(string name)
    {
        if (_upgraded.TryGetValue(name, out var known))
            return known;
        return _upgraded[name] = Snapshot.Kept.FirstOrDefault(kept => kept.Name == name) is { } snapshot
            ? UpgradedGateway.StartAsync(snapshot)
            : TakeAsync();
    }

    private static async Task<UpgradedGateway> TakeAsync()
    {
        if (Environment.GetEnvironmentVariable("POSTERN_SNAPSHOT") is { Length: > 0 } name)
        {
            return await TakeAsync(name, Path.Combine(Repository.Root, "tests", "EndToEnd", "Upgrade", name));
        }
        var folder = Directory.CreateTempSubdirectory("postern-snapshot-");
        try
        {
            return await TakeAsync(Today, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<UpgradedGateway> TakeAsync(string name, string folder)
    {
        var snapshot = new Snapshot(name, folder);
        await SnapshotTaker.TakeAsync(snapshot);
        return await UpgradedGateway.StartAsync(snapshot);
    }
}
