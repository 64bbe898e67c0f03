using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

public sealed class TelemetrySettingsTests
{
    [Fact]
    public void Without_a_destination_there_is_none()
    {
        Assert.True(Read([]).IsOff);
        Assert.True(
            Read(new() { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" }).IsOff
        );
    }

    [Fact]
    public void Without_a_destination_nothing_of_diagnostics_is_started()
    {
        var (silent, exporting) = (new ServiceCollection(), new ServiceCollection());

        silent.AddPosternTelemetry(Configuration([]));
        exporting.AddPosternTelemetry(Configuration(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:1" }));

        Assert.Empty(silent);
        Assert.Contains(exporting, service => service.ServiceType == typeof(TracerProvider));
        Assert.Contains(exporting, service => service.ServiceType == typeof(MeterProvider));
        Assert.Contains(exporting, service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void The_identity_is_that_of_the_setting_that_the_host_reads()
    {
        var settings = Read(
            new()
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "x",
                ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=abc;Authorization=AAD",
            }
        );

        Assert.Equal(
            ("x", true, "abc", 1.0),
            (settings.ApplicationInsights, settings.WithIdentity, settings.ClientId, settings.TraceShare)
        );
        Assert.Null(Read(new() { ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "Authorization=AAD" }).ClientId);
    }

    [Theory]
    [InlineData("Telemetry:TraceShare", "a tenth", "Telemetry__TraceShare")]
    [InlineData("Telemetry:TraceShare", "1.5", "Telemetry__TraceShare")]
    [InlineData("Telemetry:TraceShare", "-1", "Telemetry__TraceShare")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AAD", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    public void A_setting_that_cannot_be_understood_is_named(string name, string value, string named) =>
        Assert.Contains(
            named,
            Assert.Throws<InvalidOperationException>(() => Read(new() { [name] = value })).Message,
            StringComparison.Ordinal
        );

    private static TelemetrySettings Read(Dictionary<string, string?> values) =>
        TelemetrySettings.Read(Configuration(values));

    private static IConfiguration Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
