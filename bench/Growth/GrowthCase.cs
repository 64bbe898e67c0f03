using Postern.Bench.Measuring;

namespace Postern.Bench.Growth;

/// <summary>A comparison of little and much of one thing.</summary>
/// <param name="What">What there is little or much of.</param>
/// <param name="Sizes">How little and how much.</param>
/// <param name="One">The side with little.</param>
/// <param name="Other">The side with much.</param>
internal sealed record GrowthCase(string What, string Sizes, GrowthSide One, GrowthSide Other)
{
    private readonly List<(double Milliseconds, double Calls)> _little = [];
    private readonly List<(double Milliseconds, double Calls)> _much = [];

    /// <summary>Most rounds, where one takes long.</summary>
    public int MostRounds { get; init; } = int.MaxValue;

    public Spread Little => Spread.Of(_little.Select(round => round.Milliseconds));

    public Spread Much => Spread.Of(_much.Select(round => round.Milliseconds));

    /// <summary>Of each round.</summary>
    public Spread Ratio => Spread.Of(_much.Zip(_little, (much, little) => much.Milliseconds / little.Milliseconds));

    public double LittleCalls => Spread.Of(_little.Select(round => round.Calls)).Median;

    public double MuchCalls => Spread.Of(_much.Select(round => round.Calls)).Median;

    public async Task MeasureAsync(int rounds, int mails, NoiseGate noise)
    {
        // The first of each reads what the others find in memory.
        await One.RunAsync(mails);
        await Other.RunAsync(mails);
        for (var round = 0; round < Math.Min(rounds, MostRounds); round++)
        {
            noise.Sample();
            if (round % 2 == 0)
                _little.Add(await One.RunAsync(mails));
            _much.Add(await Other.RunAsync(mails));
            if (round % 2 != 0)
                _little.Add(await One.RunAsync(mails));
            noise.Sample();
            noise.EndRound();
        }
        Console.Error.WriteLine(
            FormattableString.Invariant($"{What}: {Little.Median:F2} and {Much.Median:F2} ms, ratio {Ratio.Median:F2}")
        );
    }
}
