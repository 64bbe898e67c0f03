using System.Diagnostics;

namespace Postern.Bench.Measuring;

/// <summary>
/// How much the machine itself varies: the same work on one core is timed between the measurements, and its spread over
/// the rounds tells whether their results can be compared.
/// </summary>
internal sealed class NoiseGate(Func<double> work)
{
    /// <summary>The largest spread with which results are valid.</summary>
    public const double Limit = 0.15;

    private const int Turns = 20_000_000;
    private readonly List<double> _rounds = [];
    private readonly List<double> _round = [];

    public NoiseGate()
        : this(TimeWork) { }

    /// <summary>
    /// The range of the rounds' medians as a share of their median; NaN before two rounds have ended.
    /// </summary>
    public double Spread =>
        _rounds.Count < 2 ? double.NaN : (_rounds.Max() - _rounds.Min()) / Percentile.Of(_rounds, 0.5);

    /// <summary>Whether the results hold: unknown noise is too much noise.</summary>
    public bool IsCalm => Spread <= Limit;

    /// <summary>The result in words, for the console and the document.</summary>
    public string Words =>
        double.IsNaN(Spread) ? "too few rounds to tell the noise of the machine, repeat"
        : IsCalm ? FormattableString.Invariant($"calm: the machine's own spread was {Spread:P0}")
        : FormattableString.Invariant($"noisy, repeat: the machine's own spread was {Spread:P0}, more than {Limit:P0}");

    /// <summary>Times the work once; between two measurements.</summary>
    public void Sample() => _round.Add(work());

    /// <summary>Ends a round.</summary>
    public void EndRound()
    {
        if (_round.Count == 0)
            Sample();
        _rounds.Add(Percentile.Of(_round, 0.5));
        _round.Clear();
    }

    // Some 20 ms of arithmetic in which each step needs the one before it.
    private static double TimeWork()
    {
        var watch = Stopwatch.StartNew();
        var state = 88_172_645_463_325_252UL;
        for (var turn = 0; turn < Turns; turn++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }
        return state == 0 ? double.NaN : watch.Elapsed.TotalMilliseconds;
    }
}
