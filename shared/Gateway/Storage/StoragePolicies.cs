using Azure.Core.Pipeline;

namespace Postern.Gateway.Storage;

/// <summary>
/// Pipeline policies that every storage client runs for each try of a call: a test counts calls or loses replies here.
/// Empty in production.
/// </summary>
public sealed class StoragePolicies
{
    public IList<HttpPipelinePolicy> PerRetry { get; } = [];
}
