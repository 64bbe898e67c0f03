using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Postern.Core.Journal;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

/// <summary>What leaves the process, read from the bytes that a collector gets (OTLP, protobuf over HTTP).</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryExportTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_that_the_settings_name()
    {
        var sent = await ExportAsync("1");

        Assert.Contains("mail.route", sent["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains(MetricNames.Received, sent["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("postern", sent["/v1/metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_of_nought_keeps_no_trace_and_all_metrics() =>
        Assert.Equal(["/v1/metrics"], (await ExportAsync("0")).Keys);

    private static async Task<IReadOnlyDictionary<string, string>> ExportAsync(string share)
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["Telemetry:TraceShare"] = share,
                }
            )
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddPosternTelemetry(configuration)
            .BuildServiceProvider();
        var (metrics, traces) = (
            services.GetRequiredService<MeterProvider>(),
            services.GetRequiredService<TracerProvider>()
        );
        var id = MailId.Create(DateTimeOffset.UtcNow, "a.eml");

        using (MailTrace.Route(id))
            MailMetrics.TookIn(id, new MailOrigin("http"));
        Assert.True(traces.ForceFlush() && metrics.ForceFlush());
        return received;
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost(
            "/v1/{kind}",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                received.AddOrUpdate(
                    request.Path,
                    Encoding.Latin1.GetString(body.ToArray()),
                    (_, before) => before + Encoding.Latin1.GetString(body.ToArray())
                );
            }
        );
        await collector.StartAsync();
        return collector;
    }
}
