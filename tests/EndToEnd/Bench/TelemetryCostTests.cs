using System.Globalization;
using Microsoft.Extensions.Configuration;
using Postern.Bench.Cost;
using Postern.Tests.Infra;
using Postern.Tests.Support;

namespace Postern.Tests.Bench;

/// <summary>What telemetry costs, as docs/cost.md says, worked out again from the counts of that page.</summary>
public sealed class TelemetryCostTests
{
    [Theory]
    [InlineData("Telemetry, as deployed", TelemetryMeasures.All)]
    [InlineData("if the host exported its logs", TelemetryMeasures.Sampler | TelemetryMeasures.Filter)]
    [InlineData("if the host ignored its sampler", TelemetryMeasures.OwnLogs | TelemetryMeasures.Filter)]
    [InlineData("if the workspace did not filter", TelemetryMeasures.OwnLogs | TelemetryMeasures.Sampler)]
    [InlineData("without all three", TelemetryMeasures.None)]
    internal void Each_figure_of_the_page_is_what_comes_out(string row, TelemetryMeasures measures)
    {
        var (mails, instances, said) = (Row("Mails of a month"), Row("Instances that stay, on average"), Row(row));

        Assert.Equal(3, said.Count);
        for (var column = 0; column < said.Count; column++)
            Assert.Equal(
                new TelemetryCost(Prices.Read()).Of(mails[column], instances[column], measures),
                said[column],
                // Whole dollars from ten on.
                said[column] < 10
                    ? 0.05
                    : 0.5
            );
    }

    [Fact]
    public void The_table_of_all_costs_has_the_same_figure() =>
        Assert.Equal(Row("Telemetry, as deployed"), Row("Telemetry"));

    [Fact]
    public async Task The_page_counts_with_the_shares_of_the_deployment_and_the_polling_of_host_json()
    {
        var (settings, prices) = ((await DeployedTemplate.DefaultAsync()).Settings, Prices.Read());
        var host = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "host.json")).Build();

        Assert.Equal(Number(settings["Telemetry__TraceShare"]), prices.TraceShare);
        Assert.Equal(Number(settings["OTEL_TRACES_SAMPLER_ARG"]), prices.HostTraceShare);
        Assert.Equal(
            TimeSpan.FromSeconds(Polling.Most),
            TimeSpan.Parse(host["extensions:queues:maxPollingInterval"]!, CultureInfo.InvariantCulture)
        );
    }

    private static List<double> Row(string first) =>
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "docs", "cost.md"))
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList())
                .First(cells => cells[0] == first)
                .Skip(1)
                .Select(Number),
        ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
