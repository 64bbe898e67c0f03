using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postern.Gateway.Storage;

/// <summary>
/// Development only: creates what is missing in storage before anything else starts, and waits while storage does not
/// answer. In Azure the deployment creates it.
/// </summary>
internal sealed partial class LocalStorageSetup(
    GatewayStorage storage,
    TimeProvider time,
    ILogger<LocalStorageSetup> logger
) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="RequestFailedException">Storage refuses the calls, for instance a wrong key.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await TryCreateAsync(cancellationToken))
            await Task.Delay(Pause, time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.CreateMissingAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (StorageTrouble.Passes(e))
        {
            LogNotYet(e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage does not answer yet: {Reason}")]
    private partial void LogNotYet(string reason);
}
