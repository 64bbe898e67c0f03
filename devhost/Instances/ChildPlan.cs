using System.Globalization;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Instances;

/// <summary>One process to run: what it is called in the log, and its command line.</summary>
internal sealed record ChildPlan(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>One process for HTTP where it is needed, and as many for queues and timers as were asked for, each with faults of its own.</summary>
    public static IReadOnlyList<ChildPlan> For(DevHostSetup setup, IReadOnlyList<string> arguments)
    {
        var seed = setup.Options.Seed ?? Random.Shared.Next(int.MaxValue / 2);
        var listeners = Enumerable
            .Range(1, setup.Options.Instances ?? 1)
            .Select(number => Plan($"listeners {number}", Part.Listeners, seed + number));
        return [.. setup.NeedsHttp ? [Plan("http", Part.Http, seed)] : Array.Empty<ChildPlan>(), .. listeners];

        ChildPlan Plan(string name, Part part, int own) =>
            new(
                name,
                [
                    .. arguments,
                    "--child",
                    "--part",
                    part.ToString(),
                    "--seed",
                    own.ToString(CultureInfo.InvariantCulture),
                ]
            );
    }
}
