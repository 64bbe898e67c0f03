using Postern.Contracts;

namespace Postern.Core.Delivery;

/// <summary>How one try to hand a mail to a server ended.</summary>
/// <param name="Outcome">What it means for the delivery.</param>
/// <param name="Text">The server's words, or why there are none.</param>
/// <param name="Problem">What kind of trouble, where there was some.</param>
/// <param name="Code">SMTP reply code, where there was one.</param>
public sealed record DeliveryResult(
    DeliveryOutcome Outcome,
    string Text,
    DeliveryProblem? Problem = null,
    int? Code = null
)
{
    /// <summary>When to try again although no server was asked: such a try does not count. Null = after the usual wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server takes mail up to this size and the mail was larger, in bytes; 0 = it was too large for a limit that is not known.</summary>
    public long? SizeLimit { get; init; }
}

/// <summary>What a try means for the delivery.</summary>
public enum DeliveryOutcome
{
    /// <summary>The server has taken responsibility (2xx after the final dot).</summary>
    Accepted,

    /// <summary>Not now: a 4xx reply, or no usable server.</summary>
    Deferred,

    /// <summary>Not ever: a 5xx reply.</summary>
    Refused,

    /// <summary>The server was not reached, so that another one may be tried.</summary>
    Unreachable,

    /// <summary>The connection broke after the final dot and before the reply.</summary>
    Unknown,
}
