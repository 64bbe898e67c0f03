using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Http;

namespace Postern.DevHost;

/// <summary>Says at the start what runs, and loudly what is not as on the platform.</summary>
internal sealed partial class StartReport(DevHostSetup setup, ILogger<StartReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var function in setup.Functions)
        {
            var trigger = Described(function);
            LogFunction(function.Name, trigger);
        }

        if (setup.Options.Lease != DevHostOptions.PlatformLease)
        {
            LogLease(setup.Options.Lease);
        }

        if (setup.Options.Chaos != ChaosSettings.None)
        {
            LogChaos(setup.Options.Chaos);
        }

        foreach (var unknown in KeysOfNobody())
        {
            LogKeyOfNobody(unknown);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Says nothing when only some of the functions run: the key may be another's.
    private IEnumerable<string> KeysOfNobody() =>
        setup.NeedsHttp && setup.Options.Functions.Count == 0
            ? new FunctionKeys(setup.Settings.GetSection("DevHost:Keys")).Functions.Except(
                setup.Functions.Select(function => function.Name),
                StringComparer.OrdinalIgnoreCase
            )
            : [];

    private string Described(TriggeredFunction function) =>
        function switch
        {
            TimerFunction timer => $"timer {timer.Schedule}",
            QueueFunction queue => $"queue {queue.Queue}",
            HttpFunction http =>
                $"{(http.Methods.Count == 0 ? "any" : string.Join(",", http.Methods))} http://127.0.0.1:{setup.Options.Port}/{setup.Host.RoutePrefix}/{http.Route}",
            _ => function.Method.Name,
        };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function}: {Trigger}")]
    private partial void LogFunction(string function, string trigger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A queue message belongs to a run for {Lease} only, not for the platform's ten minutes"
    )]
    private partial void LogLease(TimeSpan lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Faults are being made: {Chaos}")]
    private partial void LogChaos(ChaosSettings chaos);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "DevHost:Keys:Function:{Function} opens nothing: there is no HTTP function of that name"
    )]
    private partial void LogKeyOfNobody(string function);
}
