using Postern.Bench;
using Postern.Bench.Cost;
using Postern.Bench.EndToEnd;
using Postern.Bench.Growth;
using Postern.Bench.Reports;

var options = BenchOptions.Parse(args);
if (options.What == "sink")
{
    await SinkServer.RunAsync();
    return 0;
}
if (options.What == "end-to-end")
    return Finish(await EndToEndRun.RunAsync(options));
if (options.What == "cost")
    return Finish(await CostRun.RunAsync(options));
if (options.What == "growth")
    return Finish(await GrowthRun.RunAsync(options));
if (options.What == "fuzz")
    return Fuzzing.Run(options);
if (options.What == "decide")
{
    Deciding.Run(options);
    return 0;
}
if (options.What == "route")
{
    await Routing.RunAsync(options);
    return 0;
}
using var sink = await Sink.StartAsync();
await using var gateway = new BenchGateway();
await gateway.RunAsync(sink.Port, options.Connections.Max(), options);

Console.WriteLine(
    $"{options.Mails} mails of {options.Size} octets, {options.Rounds} rounds, "
        + $"{Environment.ProcessorCount} processors; mails a second: least, median, most"
);
foreach (var connections in options.Connections)
{
    var (source, own) = (new List<double>(), new List<double>());
    // In turns, so that both are measured under the same conditions.
    for (var round = 0; round < options.Rounds; round++)
    {
        source.Add(await SmtpSource.RunAsync(sink.Port, connections, options));
        own.Add(await gateway.RunAsync(sink.Port, connections, options));
    }
    var (theirs, ours) = (Spread.Of(source), Spread.Of(own));
    var ratio = Spread.Of(own.Zip(source, (mine, other) => mine / other));
    var noise = (theirs.Max - theirs.Min) / theirs.Median;
    Console.WriteLine(
        FormattableString.Invariant($"{connections, 3} connections  smtp-source {theirs}  Postern {ours}  ")
            + FormattableString.Invariant($"ratio {ratio.Min:P0} {ratio.Median:P0} {ratio.Max:P0}  noise {noise:P0}")
    );
}
return 0;

// 3: the machine was too noisy for the figures to be compared.
int Finish(Report report)
{
    Console.WriteLine(report.ToMarkdown());
    if (options.Write is { } folder)
        new ReportFolder(folder).Write(report);
    return report.Holds || options.NoiseAccepted ? 0 : 3;
}
