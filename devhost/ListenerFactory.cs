using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Queues;
using Postern.DevHost.Setup;
using Postern.DevHost.Timers;

namespace Postern.DevHost;

/// <summary>Creates the listeners of timer and queue functions.</summary>
internal sealed class ListenerFactory(DevHostSetup setup, IServiceProvider services)
{
    private readonly StorageConnections _storage = new(setup.Settings);

    public IHostedService Create(TriggeredFunction function)
    {
        var runner = services.GetRequiredService<FunctionRunner>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Postern.DevHost.{function.Name}");
        return function switch
        {
            TimerFunction timer => Timer(timer, runner, logger),
            QueueFunction queue => Queue(queue, runner, logger),
            _ => throw new SetupException($"Function {function.Name} has nothing to listen to."),
        };
    }

    private TimerListener Timer(TimerFunction function, FunctionRunner runner, ILogger logger)
    {
        var container = _storage.HostContainer();
        var status = new TimerStatusStore(container.GetBlobClient($"timers/devhost/{function.Name}/status"));
        var lockBlob = container.GetBlobClient($"locks/devhost/{function.Name}.Listener");
        var listenerLock = new ListenerLock(lockBlob, setup.Time, logger);
        return new TimerListener(function, status, listenerLock, runner, setup.Time, logger);
    }

    private QueueListener Queue(QueueFunction function, FunctionRunner runner, ILogger logger)
    {
        var poison = PoisonQueue.NameFor(function.Queue) is { } name ? _storage.Queue(function.Connection, name) : null;
        var source = new QueueSource(
            _storage.Queue(function.Connection, function.Queue),
            poison,
            setup.Host.Queues,
            setup.Options.Lease
        );
        var chaos = services.GetRequiredService<ChaosMonkey>();
        var processor = new MessageProcessor(function, source, runner, chaos, setup.Time, logger);
        return new QueueListener(source, processor, setup.Time, logger);
    }
}
