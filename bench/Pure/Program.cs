using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Postern.Bench.Pure;
using Postern.Bench.Reports;
using static Postern.Bench.Reports.ReportTable;

string? folder = args switch
{
    [] => null,
    ["--write", var given] => given,
    _ => throw new ArgumentException("There is only --write FOLDER."),
};

// In this process: the project that would be generated does not see the settings of this repository.
var config = ManualConfig
    .CreateEmpty()
    .AddJob(Job.Default.WithWarmupCount(4).WithIterationCount(8).WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(new ConsoleLogger())
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "postern-benchmarks"));
var summary = BenchmarkRunner.Run<PureWork>(config);
if (summary.HasCriticalValidationErrors || summary.Reports.Any(one => one.ResultStatistics is null))
    return 1;

var report = ReportOf(summary);
Console.WriteLine(report.ToMarkdown());
if (folder is not null)
    new ReportFolder(folder).Write(report);
return 0;

static Postern.Bench.Reports.Report ReportOf(Summary summary)
{
    var table = new ReportTable(
        "The pure parts, on one core: mean of the iterations, its standard error, and what is allocated.",
        ["part", "µs", "± µs", "KB"]
    );
    var chart = new BarChart("The pure parts of a mail, in µs", ["µs"]);
    foreach (var one in summary.Reports)
    {
        var (name, statistics) = (
            one.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            one.ResultStatistics!
        );
        var allocated = one.GcStats.GetBytesAllocatedPerOperation(one.BenchmarkCase) ?? 0;
        table.Add(
            name,
            Number(statistics.Mean / 1000),
            Number(statistics.StandardError / 1000),
            Number(allocated / 1024.0)
        );
        chart.Add(name, statistics.Mean / 1000);
    }
    return new("pure", [table], new Dictionary<string, BarChart> { ["time"] = chart }, Noise: null);
}
