using System.Collections.Concurrent;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Gives mutated inputs to targets. Input and target of each number follow from the seed alone.</summary>
/// <param name="targets">The targets.</param>
/// <param name="seed">The seed of every random choice.</param>
public sealed class Fuzzer(IReadOnlyList<FuzzTarget> targets, int seed)
{
    private readonly FuzzTarget[] _turns = [.. targets.SelectMany(target => Enumerable.Repeat(target, target.Weight))];
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<(string Target, string Kind), FuzzFinding> _findings = new();

    /// <summary>Inputs that each target has read.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Inputs that all targets have read.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>What went wrong, one for each kind.</summary>
    public IReadOnlyCollection<FuzzFinding> Findings => [.. _findings.Values.OrderBy(finding => finding.Index)];

    /// <summary>Lets the targets read inputs, on all processors.</summary>
    /// <param name="inputs">How many.</param>
    /// <param name="cancellationToken">Ends the run before the next input; what was counted stays.</param>
    public void Run(int inputs, CancellationToken cancellationToken = default)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(
            0,
            inputs,
            options,
            (index, state) =>
            {
                if (cancellationToken.IsCancellationRequested)
                    state.Stop();
                else
                    Try(index);
            }
        );
    }

    private void Try(int index)
    {
        var random = new Random(Mixed(seed, index));
        var target = _turns[random.Next(_turns.Length)];
        var input = new Mutator(random, target.Seeds).Next();
        var trial = FuzzTrial.Of(target, input);
        _counts.AddOrUpdate(target.Name, 1, (_, count) => count + 1);
        if (trial.Kind is { } kind)
            Keep(target, new FuzzFinding(target.Name, kind, index, input, trial.Details));
    }

    // Near seeds begin with near numbers; those of this hash are far from each other (D. E. Knuth, TAOCP 3, §6.4).
    private static int Mixed(int seed, int index)
    {
        var mixed = (((ulong)(uint)seed << 32) | (uint)index) * 0x9E3779B97F4A7C15;
        return (int)((mixed ^ (mixed >> 29)) >> 32);
    }

    private void Keep(FuzzTarget target, FuzzFinding finding)
    {
        var key = (finding.Target, finding.Kind);
        if (_findings.TryAdd(key, finding))
        {
            var shortest = FuzzMinimiser.Shorten(target, finding.Input, finding.Kind);
            _findings.AddOrUpdate(key, finding, (_, kept) => kept with { Input = shortest });
        }
        else
            _findings.AddOrUpdate(key, finding, (_, kept) => kept with { Count = kept.Count + 1 });
    }
}
