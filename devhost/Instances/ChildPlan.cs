using System.Globalization;
using Postern.DevHost.Configuration;
using Postern.DevHost.Setup;

namespace Postern.DevHost.Instances;

/// <summary>A process to run: its name in the log and its command line.</summary>
internal sealed record ChildPlan(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// One process for HTTP if it is needed, and the configured number for queues and timers, each with a seed of its
    /// own.
    /// </summary>
    public static IReadOnlyList<ChildPlan> For(DevHostSetup setup, IReadOnlyList<string> arguments)
    {
        var seed = setup.Options.Seed ?? Random.Shared.Next(int.MaxValue / 2);
        var listeners = Enumerable
            .Range(1, setup.Options.Instances ?? 1)
            .Select(number => Plan($"listeners {number}", Part.Listeners, seed + number));
        return setup.NeedsHttp ? [Plan("http", Part.Http, seed), .. listeners] : [.. listeners];

        ChildPlan Plan(string name, Part part, int childSeed)
        {
            string[] own = ["--child", "--part", $"{part}", "--seed", childSeed.ToString(CultureInfo.InvariantCulture)];
            return new(name, [.. arguments, .. own]);
        }
    }
}
