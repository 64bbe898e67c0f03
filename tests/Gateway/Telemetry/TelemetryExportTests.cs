using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Postern.Core.Journal;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

/// <summary>What leaves the process, read from what a collector and Application Insights get.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryExportTests
{
    private const string Secret = "q.zwiebelstein@customer.example";
    private static readonly string[] Paths = ["/v1/traces", "/v1/metrics", "/v1/logs", Collector.ApplicationInsights];

    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_places_that_the_settings_name()
    {
        var sent = await ExportAsync("1", "0");

        Assert.Equal(Paths.Order(StringComparer.Ordinal), sent.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("mail.route", sent["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains(MetricNames.Received, sent["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("postern", sent["/v1/metrics"], StringComparison.Ordinal);
        Assert.All(
            ["\"ai.cloud.role\":\"postern\"", "mail.route", MetricNames.Received],
            text => Assert.Contains(text, sent[Collector.ApplicationInsights], StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// The settings for the host's sampler are those that OpenTelemetry names, so the worker's SDK reads them too.
    /// </summary>
    [Fact]
    public async Task A_share_of_nought_keeps_no_trace_all_metrics_and_all_logs_whatever_the_sampler_of_the_host_keeps()
    {
        var sent = await ExportAsync("0", "1");

        Assert.Equal(
            Paths.Except(["/v1/traces"]).Order(StringComparer.Ordinal),
            sent.Keys.Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain("mail.route", sent[Collector.ApplicationInsights], StringComparison.Ordinal);
        Assert.Contains("The disk burns", sent[Collector.ApplicationInsights], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/logs")]
    [InlineData(Collector.ApplicationInsights)]
    public async Task Logs_are_those_of_the_gateway_and_warnings_of_libraries_without_what_may_name_people(string place)
    {
        var sent = (await ExportAsync("1", "0"))[place];

        Assert.All(
            [
                "The disk burns",
                "Something is worth a line",
                "Could not read {Path}",
                "System.InvalidOperationException < System.FormatException",
                ExceptionTags.Stack,
                nameof(Throw),
            ],
            text => Assert.Contains(text, Plain(sent), StringComparison.Ordinal)
        );
        Assert.All(
            [Secret, "A library chats"],
            text => Assert.DoesNotContain(text, Plain(sent), StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Housekeeping measures every five minutes, and Application Insights is sent something every minute: what the
    /// documentation says of cost holds because a value is not sent again.
    /// </summary>
    [Fact]
    public async Task A_value_that_was_measured_once_is_sent_to_application_insights_once()
    {
        await using var collector = await Collector.StartAsync();
        await using var services = Services(collector, "0", "0");
        var metrics = services.GetRequiredService<MeterProvider>();

        MailMetrics.Meter.CreateGauge<double>(MetricNames.DueDelay).Record(7);
        MailMetrics.TookIn(MailId.Create(DateTimeOffset.UtcNow, "a.eml"), new MailOrigin("http"));
        Assert.True(metrics.ForceFlush() && metrics.ForceFlush());

        var sent = collector.Received[Collector.ApplicationInsights];
        Assert.All([MetricNames.DueDelay, MetricNames.Received], name => Assert.Equal(2, sent.Split(name).Length));
    }

    // JSON writes some signs of a text as numbers.
    private static string Plain(string sent) =>
        sent.Replace("\\u003C", "<", StringComparison.OrdinalIgnoreCase)
            .Replace("\\u0040", "@", StringComparison.Ordinal);

    private static async Task<IReadOnlyDictionary<string, string>> ExportAsync(string share, string hostShare)
    {
        await using var collector = await Collector.StartAsync();
        await using var services = Services(collector, share, hostShare);
        var (metrics, traces, logs) = (
            services.GetRequiredService<MeterProvider>(),
            services.GetRequiredService<TracerProvider>(),
            services.GetRequiredService<LoggerProvider>()
        );
        var id = MailId.Create(DateTimeOffset.UtcNow, "a.eml");

        using (MailTrace.Route(id))
        {
            MailMetrics.TookIn(id, new MailOrigin("http"));
            Log(services.GetRequiredService<ILoggerFactory>());
        }
        Assert.True(traces.ForceFlush() && metrics.ForceFlush() && logs.ForceFlush());
        return collector.Received;
    }

    private static ServiceProvider Services(Collector collector, string share, string hostShare)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                        $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={collector.Url}/",
                    ["OTEL_TRACES_SAMPLER"] = "microsoft.fixed_percentage",
                    ["OTEL_TRACES_SAMPLER_ARG"] = hostShare,
                    ["Telemetry:TraceShare"] = share,
                }
            )
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddPosternTelemetry(configuration)
            .BuildServiceProvider();
    }

    private static void Log(ILoggerFactory loggers)
    {
        var (own, library) = (loggers.CreateLogger("Postern.Gateway.Spooling"), loggers.CreateLogger("Library"));
        SampleLogs.Worth(own);
        SampleLogs.Burns(own, Thrown());
        SampleLogs.Chats(library);
        SampleLogs.CouldNotRead(library, Thrown(), $"/contacts/{Secret}");
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            Throw();
        }
        catch (FormatException e)
        {
            return new InvalidOperationException($"No mail for {Secret}", e);
        }
        throw new InvalidOperationException("Nothing was thrown.");
    }

    private static void Throw() => throw new FormatException($"{Secret} is no address");
}
