using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// Sends traces and metrics to where the settings say. Only the gateway's own are sent: the storage client's spans hold addresses of
/// rows, and with them people's. Logs go the way of the Functions host.
/// </summary>
internal static class TelemetryServiceCollectionExtensions
{
    private const string ServiceName = "postern";

    /// <summary>Adds what sends them; nothing without a destination.</summary>
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
            metrics.AddAzureMonitorMetricExporter(options => Address(options, settings));
    }

    private static void Add(TracerProviderBuilder traces, TelemetrySettings settings)
    {
        if (settings.Collector is not null)
            traces.AddOtlpExporter();
        if (settings.ApplicationInsights is not null)
            traces.AddAzureMonitorTraceExporter(options => Address(options, settings));
        // By the trace's id alone, so that a mail's stages are kept or left out together.
        traces.SetSampler(new TraceIdRatioBasedSampler(settings.TraceShare));
    }

    private static void Address(AzureMonitorExporterOptions options, TelemetrySettings settings)
    {
        options.ConnectionString = settings.ApplicationInsights;
        if (settings.WithIdentity)
            options.Credential = AppIdentity.Credential(settings.ClientId);
        // They would tell of every request to a mail server, by its address.
        options.EnableStandardMetrics = false;
        options.EnableLiveMetrics = false;
    }
}
