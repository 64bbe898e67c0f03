using System.Diagnostics;
using Postern.Tests.Support;
using Postern.Tests.Support.Fuzzing;

namespace Postern.Bench;

/// <summary>Gives mutated inputs to everything that reads input from outside, and reports what goes wrong.</summary>
internal static class Fuzzing
{
    private const int LongestShown = 300;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    /// <returns>The exit code: 1 when there are findings.</returns>
    public static int Run(BenchOptions options)
    {
        var (watch, withCorpora) = (Stopwatch.StartNew(), Corpora.Folder is not null);
        var targets = FuzzTargets.All(withCorpora);
        Console.WriteLine(
            $"seed {options.Seed}, {options.Inputs} inputs, {(withCorpora ? "with" : "without")} corpora"
        );
        var fuzzer = new Fuzzer(targets, options.Seed);
        using (new Timer(_ => Console.WriteLine($"{fuzzer.Total} inputs after {watch.Elapsed:g}"), null, Pace, Pace))
            fuzzer.Run(options.Inputs);
        foreach (var target in targets)
        {
            var inputs = fuzzer.Counts.GetValueOrDefault(target.Name);
            Console.WriteLine($"{inputs, 9}  {target.Name} ({target.Seeds.Inputs.Count} seeds)");
        }
        foreach (var finding in fuzzer.Findings)
            Report(finding, options);
        Console.WriteLine($"{fuzzer.Total} inputs in {watch.Elapsed:g}, {fuzzer.Findings.Count} kinds of findings");
        return fuzzer.Findings.Count > 0 ? 1 : 0;
    }

    private static void Report(FuzzFinding finding, BenchOptions options)
    {
        Console.WriteLine($"{finding.Target}, seed {options.Seed}, input {finding.Index}, {finding.Count} times:");
        Console.WriteLine($"    {finding.Kind}");
        var start = finding.Input.AsSpan(0, Math.Min(finding.Input.Length, LongestShown));
        Console.WriteLine($"    {finding.Input.Length} octets: {Convert.ToBase64String(start)}");
        if (options.Findings is { } folder)
            finding.WriteTo(folder);
    }
}
