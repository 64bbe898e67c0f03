using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Queues;
using Postern.DevHost.Timers;

namespace Postern.DevHost;

/// <summary>Makes the listener of a timer or queue function.</summary>
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
        var only = new ListenerLock(
            container.GetBlobClient($"locks/devhost/{function.Name}.Listener"),
            setup.Time,
            logger
        );
        return new TimerListener(function, status, only, runner, setup.Time, logger);
    }

    private QueueListener Queue(QueueFunction function, FunctionRunner runner, ILogger logger)
    {
        var queue = _storage.Queue(function.Connection, function.Queue);
        var poison = PoisonQueue.NameFor(function.Queue) is { } name ? _storage.Queue(function.Connection, name) : null;
        var chaos = services.GetRequiredService<ChaosMonkey>();
        var processor = new MessageProcessor(
            function,
            queue,
            poison,
            setup.Host.Queues,
            setup.Options.Lease,
            runner,
            chaos,
            setup.Time,
            logger
        );
        return new QueueListener(queue, setup.Host.Queues, setup.Options.Lease, processor, setup.Time, logger);
    }
}
