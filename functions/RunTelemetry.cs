using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Telemetry;

namespace Postern.Functions;

/// <summary>
/// What the worker and the Functions host agree on about telemetry, where the worker exports its own. The package
/// Microsoft.Azure.Functions.Worker.OpenTelemetry would do the same, and export the worker's span of each run besides,
/// whose status is the message of an exception.
/// </summary>
internal static class RunTelemetry
{
    /// <summary>
    /// Capability of a worker that exports its own logs: the host exports neither those that the worker passes on to it
    /// nor, in versions that have such a filter, its own of each run, storage call and poll.
    /// </summary>
    public const string Capability = "WorkerOpenTelemetryEnabled";

    private const string RunSource = "Microsoft.Azure.Functions.Worker";

    // Somebody must listen, or a run has no trace of the host in it. Nothing of the span is kept.
    private static readonly ActivityListener Runs = new()
    {
        ShouldListenTo = source => source.Name == RunSource,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    /// <summary>
    /// Announces that the worker exports its own telemetry; only then, since logs would be nowhere otherwise.
    /// </summary>
    public static void AddRunTelemetry(this FunctionsApplicationBuilder builder)
    {
        if (TelemetrySettings.Read(builder.Configuration).IsOff)
            return;
        builder.Services.Configure<WorkerOptions>(options => options.Capabilities[Capability] = bool.TrueString);
        ActivitySource.AddActivityListener(Runs);
    }
}
