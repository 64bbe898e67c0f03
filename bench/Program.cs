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
await Sending.RunAsync(options);
return 0;

// 3: the machine was too noisy for the figures to be compared.
int Finish(Report report)
{
    Console.WriteLine(report.ToMarkdown());
    if (options.Write is { } folder)
        new ReportFolder(folder).Write(report);
    return report.Holds || options.NoiseAccepted ? 0 : 3;
}
