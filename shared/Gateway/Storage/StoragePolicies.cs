using Azure.Core.Pipeline;

namespace Postern.Gateway.Storage;

/// <summary>
/// Pipeline policies that every storage client runs for each attempt of a call. Empty in production; tests count
/// calls or lose replies here.
/// </summary>
public sealed class StoragePolicies
{
    public IList<HttpPipelinePolicy> PerRetry { get; } = [];
}
