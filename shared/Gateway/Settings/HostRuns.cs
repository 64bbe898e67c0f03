using Microsoft.Extensions.Configuration;
using Postern.Core.Limits;

namespace Postern.Gateway.Settings;

/// <summary>How many messages of a queue the host works on at once.</summary>
internal static class HostRuns
{
    // The values of host.json, which a worker process does not read; its overrides it sees as settings.
    public const int BatchSize = 16;
    public const int NewBatchThreshold = 8;

    public static RunShares Read(IConfiguration configuration)
    {
        var queues = configuration.GetSection("AzureFunctionsJobHost:extensions:queues");
        return new RunShares(
            queues.GetValue("batchSize", BatchSize),
            queues.GetValue("newBatchThreshold", NewBatchThreshold)
        );
    }
}
