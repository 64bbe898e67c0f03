using Postern.Bench.Measuring;

namespace Postern.Bench.EndToEnd;

/// <summary>The figures of one app, phase and scenario.</summary>
/// <param name="blocks">Its blocks.</param>
/// <param name="singles">Those in which one mail came after another.</param>
/// <param name="app">The app.</param>
internal sealed class MailFigures(IReadOnlyList<Block> blocks, IReadOnlyList<Block> singles, AppEnding app)
{
    private readonly List<double> _single = [.. singles.SelectMany(block => block.Latencies(app.Journal))];
    private readonly List<double> _latencies = [.. blocks.SelectMany(block => block.Latencies(app.Journal))];

    public string App => blocks[0].App;

    public bool IsCold => blocks[0].Phase == Phase.Cold;

    public string Name => $"{(IsCold ? "cold" : "warm")}, {blocks[0].Scenario.Name}";

    public int Mails => blocks.Sum(block => block.Mails);

    public Spread Cpu => Spread.Of(blocks.Select(block => block.AppMilliseconds));

    public Spread Rate => Spread.Of(blocks.Select(block => block.Rate));

    public double Emulator => Spread.Of(blocks.Select(block => block.EmulatorMilliseconds)).Median;

    public double Sink => Spread.Of(blocks.Select(block => block.SinkMilliseconds)).Median;

    public double P50 => Percentile.Of(_latencies, 0.5);

    public double P99 => Percentile.Of(_latencies, 0.99);

    public double Single50 => Percentile.Of(_single, 0.5);

    public double Single99 => Percentile.Of(_single, 0.99);

    public double Calls => blocks.Sum(block => block.Calls.Own) / (double)Mails;

    public double Runs => blocks.Sum(block => block.Calls.RunsInAll) / (double)Mails;
}
