using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Setup;

namespace Postern.DevHost;

/// <summary>Logs at the start that it runs, on request what, and warns of settings that differ from the platform.</summary>
internal sealed partial class StartReport(DevHostSetup setup, ILogger<StartReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogStart(setup.Functions.Count);
        if (setup.Options.Verbose)
        {
            ListFunctions();
        }

        if (setup.Options.Lease != DevHostOptions.PlatformLease)
        {
            LogLease(setup.Options.Lease);
        }

        if (setup.Options.Chaos != ChaosSettings.None)
        {
            LogChaos(setup.Options.Chaos);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ListFunctions()
    {
        foreach (var function in setup.Functions)
        {
            var trigger = Describe(function);
            LogFunction(function.Name, trigger);
        }
    }

    private string Describe(TriggeredFunction function) =>
        function switch
        {
            TimerFunction timer => $"timer {timer.Schedule}",
            QueueFunction queue => $"queue {queue.Queue}",
            HttpFunction http => Describe(http),
            _ => function.Method.Name,
        };

    private string Describe(HttpFunction http)
    {
        var methods = http.Methods.Count == 0 ? "any" : string.Join(",", http.Methods);
        return $"{methods} http://{setup.Options.Listen}:{setup.Options.Port}/{setup.Host.RoutePrefix}/{http.Route}";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} functions run; --verbose lists them")]
    private partial void LogStart(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function}: {Trigger}")]
    private partial void LogFunction(string function, string trigger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The lease of a queue message is {Lease}, not the platform's ten minutes"
    )]
    private partial void LogLease(TimeSpan lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Faults are being injected: {Chaos}")]
    private partial void LogChaos(ChaosSettings chaos);
}
