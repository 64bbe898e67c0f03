using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// Exports traces, metrics and logs as the settings say. Of spans and metrics only the gateway's own are exported: the
/// spans of the storage client contain the keys of rows, and with them addresses of people. Of logs those are exported
/// that <see cref="ImpersonalLogs"/> has made impersonal.
/// </summary>
internal static class TelemetryServiceCollectionExtensions
{
    private const string ServiceName = "postern";

    /// <summary>What the gateway's own categories of logs begin with.</summary>
    public const string ServiceCategory = "Postern";

    /// <summary>Adds the exporters; none without a destination in the settings.</summary>
    public static IServiceCollection AddPosternTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TelemetrySettings.Read(configuration);
        if (settings.IsOff)
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: GatewayVersion.Current))
            .WithMetrics(metrics => Add(metrics.AddMeter(MailMetrics.MeterName), settings))
            .WithTracing(traces => Add(traces.AddSource(MailTrace.SourceName), settings))
            .WithLogging(
                logs => Add(logs.AddProcessor(new ImpersonalLogs()), settings),
                options => options.IncludeFormattedMessage = true
            );
        return services.AddLogging(logging =>
            logging
                .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.Warning)
                .AddFilter<OpenTelemetryLoggerProvider>(ServiceCategory, LogLevel.Information)
        );
    }

    private static void Add(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        if (settings.Collector is not null)
            metrics.AddOtlpExporter();
        if (settings.ApplicationInsights is not null)
            metrics.AddAzureMonitorMetricExporter(options => Configure(options, settings));
    }

    private static void Add(TracerProviderBuilder traces, TelemetrySettings settings)
    {
        if (settings.Collector is not null)
            traces.AddOtlpExporter();
        if (settings.ApplicationInsights is not null)
            traces.AddAzureMonitorTraceExporter(options => Configure(options, settings));
        // By the trace id only, so that all stages of a mail are sampled together. It wins over the sampler that the
        // Functions host is given (OTEL_TRACES_SAMPLER), and comes last, since the exporter above sets one too.
        traces.SetSampler(new TraceIdRatioBasedSampler(settings.TraceShare));
    }

    private static void Add(LoggerProviderBuilder logs, TelemetrySettings settings)
    {
        if (settings.Collector is not null)
            logs.AddOtlpExporter();
        if (settings.ApplicationInsights is not null)
            logs.AddAzureMonitorLogExporter(options => Configure(options, settings));
    }

    private static void Configure(AzureMonitorExporterOptions options, TelemetrySettings settings)
    {
        options.ConnectionString = settings.ApplicationInsights;
        if (settings.WithIdentity)
            options.Credential = AppIdentity.Credential(settings.ClientId);
        // They would record every request to a mail server, with its address.
        options.EnableStandardMetrics = false;
        options.EnableLiveMetrics = false;
        // The host measures the instance.
        options.EnablePerformanceCounters = false;
        // A warning counts, whether or not the trace of its mail is kept.
        options.EnableTraceBasedLogsSampler = false;
    }
}
