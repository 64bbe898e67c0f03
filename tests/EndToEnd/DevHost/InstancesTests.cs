using System.Diagnostics;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

[Trait("Speed", "Long")]
public sealed class InstancesTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Instances_are_processes_that_share_the_work_are_replaced_when_killed_and_end_with_their_parent()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var seen = new QueueClient(storage.ConnectionString, queue.Name + "-seen");
        await queue.CreateAsync();
        await seen.CreateAsync();
        using var parent = Start(settings);

        var instances = new HashSet<int>();
        await Eventually.TrueAsync(async () => (await WitnessesAsync(queue, seen, instances)).Count >= 2);
        Assert.DoesNotContain(parent.Id, instances);

        Kill(instances.First());
        await Eventually.TrueAsync(async () => (await WitnessesAsync(queue, seen, instances)).Count >= 3);

        parent.Kill();
        await Eventually.TrueAsync(() => instances.All(HasEnded));
    }

    private static Process Start(Dictionary<string, string?> settings)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.dll"),
            "--assembly",
            typeof(SampleWitness).Assembly.Location,
            "--functions",
            "Witness",
            "--instances",
            "2",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["AzureFunctionsJobHost__extensions__queues__batchSize"] = "1";
        start.Environment["AzureFunctionsJobHost__extensions__queues__newBatchThreshold"] = "0";
        start.Environment["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2";
        return Process.Start(start)!;
    }

    private static async Task<HashSet<int>> WitnessesAsync(QueueClient queue, QueueClient seen, HashSet<int> instances)
    {
        await queue.SendMessageAsync("who");
        QueueMessage[] messages = await seen.ReceiveMessagesAsync(32);
        instances.UnionWith(
            messages.Select(message =>
                int.Parse(message.MessageText.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
            )
        );
        return instances;
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private static bool HasEnded(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
