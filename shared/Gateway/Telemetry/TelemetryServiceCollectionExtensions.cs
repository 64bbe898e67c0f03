using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// Exports traces and metrics as the settings say. Only the gateway's own are exported: the spans of the storage client
/// contain the keys of rows, and with them addresses of people. Logs are exported by the Functions host.
/// </summary>
internal static class TelemetryServiceCollectionExtensions
{
    private const string ServiceName = "postern";

    /// <summary>Adds the exporters; none without a destination in the settings.</summary>
    public static IServiceCollection AddPosternTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TelemetrySettings.Read(configuration);
        if (settings.IsOff)
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .WithMetrics(metrics => Add(metrics.AddMeter(MailMetrics.MeterName), settings))
            .WithTracing(traces => Add(traces.AddSource(MailTrace.SourceName), settings));
        return services;
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
        // By the trace id only, so that all stages of a mail are sampled together.
        traces.SetSampler(new TraceIdRatioBasedSampler(settings.TraceShare));
    }

    private static void Configure(AzureMonitorExporterOptions options, TelemetrySettings settings)
    {
        options.ConnectionString = settings.ApplicationInsights;
        if (settings.WithIdentity)
            options.Credential = AppIdentity.Credential(settings.ClientId);
        // They would record every request to a mail server, with its address.
        options.EnableStandardMetrics = false;
        options.EnableLiveMetrics = false;
    }
}
