using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Postern.Backup;

/// <summary>What the tool finds around it; tests give others.</summary>
internal sealed record Surroundings
{
    public TextWriter Output { get; init; } = Console.Out;

    public TextWriter Errors { get; init; } = Console.Error;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Who calls an account that is named by its address; it renews its tokens itself.</summary>
    public TokenCredential Credential { get; init; } = new DefaultAzureCredential();

    /// <summary>How calls travel; null as usual.</summary>
    public HttpPipelineTransport? Transport { get; init; }

    /// <summary>The wait before the first repetition of a call; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.8);

    public PartLimits Parts { get; init; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();
}
