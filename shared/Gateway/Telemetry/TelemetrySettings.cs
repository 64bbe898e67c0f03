using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Postern.Gateway.Telemetry;

/// <summary>The destination of telemetry: Application Insights, an OpenTelemetry collector, both or none.</summary>
public sealed record TelemetrySettings
{
    public const string ShareSetting = "Telemetry:TraceShare";

    /// <summary>Setting <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, which the Functions host reads too.</summary>
    public string? ApplicationInsights { get; init; }

    /// <summary>
    /// Whether the identity of the app is used for Application Insights: <c>Authorization=AAD</c> in the setting
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>, which the Functions host reads too.
    /// </summary>
    public bool WithIdentity { get; init; }

    /// <summary>Its <c>ClientId</c>, for a user-assigned identity.</summary>
    public string? ClientId { get; init; }

    /// <summary>Setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, as OpenTelemetry defines it.</summary>
    public string? Collector { get; init; }

    /// <summary>Share of the mails whose traces are kept, from 0 to 1. Metrics count every mail.</summary>
    public double TraceShare { get; init; } = 1;

    /// <summary>Whether nothing is exported.</summary>
    public bool IsOff => ApplicationInsights is null && Collector is null;

    /// <exception cref="InvalidOperationException">A value is invalid; the message names the setting.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        var parts = Parts(Text(configuration, "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"));
        return new TelemetrySettings
        {
            ApplicationInsights = Text(configuration, "APPLICATIONINSIGHTS_CONNECTION_STRING"),
            WithIdentity = parts.GetValueOrDefault("Authorization") == "AAD",
            ClientId = parts.GetValueOrDefault("ClientId"),
            Collector = Text(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT"),
            TraceShare = Share(Text(configuration, ShareSetting)),
        };
    }

    private static double Share(string? text)
    {
        if (text is null)
            return 1;
        var isNumber = double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var share
        );
        if (isNumber && share is >= 0 and <= 1)
            return share;
        throw new InvalidOperationException(
            $"Setting Telemetry__TraceShare is '{text}'; it must be a number from 0 to 1, such as 0.1."
        );
    }

    private static Dictionary<string, string> Parts(string? text)
    {
        var parts = (text ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToList();
        if (parts.Exists(part => part.Length < 2))
            throw new InvalidOperationException(
                "Setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be such as 'ClientId=…;Authorization=AAD'."
            );
        return parts.ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
    }

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } text ? text : null;
}
