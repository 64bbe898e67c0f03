using Microsoft.Extensions.Hosting;

namespace Postern.DevHost.Instances;

/// <summary>
/// Stops a child process when its parent has ended in any way: standard input is a pipe from the parent, which then is
/// closed.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A background thread, since reading standard input cannot be cancelled and must not block the end of the
        // process.
        new Thread(Watch) { IsBackground = true, Name = nameof(ParentWatch) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0) { }

        lifetime.StopApplication();
    }
}
