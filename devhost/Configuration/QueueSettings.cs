using Microsoft.Extensions.Configuration;

namespace Postern.DevHost.Configuration;

/// <summary><c>extensions.queues</c> of host.json, with the platform's names, limits and defaults.</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages in a batch, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is received when no more than this many runs are active.</summary>
    public int? NewBatchThreshold { get; init; }

    /// <summary>A message that fails after it was dequeued this many times is moved to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message stays invisible.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The longest back-off on an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>base64</c> or <c>none</c>.</summary>
    public string MessageEncoding { get; init; } = "base64";

    public int Threshold => NewBatchThreshold ?? BatchSize / 2 * Environment.ProcessorCount;

    public bool IsBase64 => MessageEncoding.Equals("base64", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SetupException">A value is out of range.</exception>
    public static QueueSettings Read(IConfiguration section)
    {
        var settings = Bind(section);
        Check(settings.BatchSize is >= 1 and <= 32, "batchSize", "1 to 32");
        Check(settings.NewBatchThreshold is null or >= 0, "newBatchThreshold", "0 or more");
        Check(settings.MaxDequeueCount >= 1, "maxDequeueCount", "1 or more");
        Check(settings.VisibilityTimeout >= TimeSpan.Zero, "visibilityTimeout", "00:00:00 or more");
        Check(
            settings.MaxPollingInterval >= TimeSpan.FromMilliseconds(100),
            "maxPollingInterval",
            "00:00:00.1 or more"
        );
        Check(
            settings.IsBase64 || settings.MessageEncoding.Equals("none", StringComparison.OrdinalIgnoreCase),
            "messageEncoding",
            "base64 or none"
        );
        return settings;
    }

    private static QueueSettings Bind(IConfiguration section)
    {
        try
        {
            return section.Get<QueueSettings>() ?? new QueueSettings();
        }
        catch (InvalidOperationException wrong)
        {
            throw new SetupException($"host.json, extensions.queues: {wrong.Message}");
        }
    }

    private static void Check(bool holds, string name, string allowed)
    {
        if (!holds)
        {
            throw new SetupException($"host.json, extensions.queues.{name} must be {allowed}.");
        }
    }
}
