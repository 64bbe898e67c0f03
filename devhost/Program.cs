using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost;
using Postern.DevHost.Configuration;
using Postern.DevHost.Instances;
using Postern.DevHost.Setup;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    var setup = DevHostSetup.Read(CommandLine.Parse(args));
    return setup.Options is { Instances: not null, IsChild: false }
        ? await SuperviseAsync(setup)
        : await RunAsync(setup);
}
catch (CommandLineException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}
catch (Exception wrong) when (wrong is SetupException or IOException)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

static async Task<int> RunAsync(DevHostSetup setup)
{
    using var host = DevHostBuilder.Build(setup);
    await host.RunAsync();
    return 0;
}

async Task<int> SuperviseAsync(DevHostSetup setup)
{
    using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
    using var stopping = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    return await new Supervisor(TimeProvider.System, logging.CreateLogger<Supervisor>()).RunAsync(
        ChildPlan.For(setup, args),
        stopping.Token
    );

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stopping.Cancel();
    }
}
