using System.Text.Json.Serialization;
using Postern.Core.Configuration;

namespace Postern.Core.Health;

/// <summary>What a gateway that was set to drain still does.</summary>
/// <param name="Since">When it was set.</param>
/// <param name="Until">When it ends by itself, or ended.</param>
/// <param name="Then">The mode that holds afterwards.</param>
/// <param name="Running">The runs that go on with what they had begun, as far as they have said so.</param>
/// <param name="Now">The current time.</param>
public sealed record DrainStatus(
    DateTimeOffset Since,
    DateTimeOffset Until,
    string? Then,
    IReadOnlyList<RunningWork> Running,
    [property: JsonIgnore] DateTimeOffset Now
)
{
    /// <summary>
    /// How long it takes until every run has seen it and said that it still works: a second until the configuration is
    /// read again, and the two seconds in which a run looks, with room for a busy machine.
    /// </summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(10);

    /// <summary>Whether it drains; false once it ended by itself.</summary>
    public bool Draining => Now < Until;

    /// <summary>Whether nothing is fetched, routed or sent any more: the gateway can be stopped.</summary>
    public bool Quiet => Draining && Running.Count == 0 && Now >= Since + Notice;

    /// <summary>The status; null where the gateway was not set to drain.</summary>
    public static DrainStatus? Of(
        GatewayConfiguration configuration,
        IReadOnlyList<RunningWork> running,
        DateTimeOffset now
    ) =>
        configuration.Drain is { } drain
            ? new(drain.Since, drain.End(), configuration.Parameters[ParameterRules.Mode], running, now)
            : null;

    /// <summary>It in a sentence.</summary>
    internal string Text() =>
        Draining
            ? $"{ParameterRules.Mode} is drain since {Since:u}: nothing is fetched, routed or sent, and {Left()}. "
                + $"It ends by itself at {Until:u}."
            : $"{ParameterRules.Mode} was drain since {Since:u} and ended by itself at {Until:u}: it counts as {Then} "
                + "again. DELETE /api/drain, or setting the mode, ends this warning.";

    private string Left() =>
        Running.Count switch
        {
            0 when Quiet => "no run works any more",
            0 => "whether a run still works is not known yet",
            1 => "1 run still works",
            var count => $"{count} runs still work",
        };
}

/// <summary>A run that goes on while the gateway drains.</summary>
/// <param name="Queue">The queue that it took its message from.</param>
/// <param name="Since">When it began.</param>
public sealed record RunningWork(string Queue, DateTimeOffset Since);
