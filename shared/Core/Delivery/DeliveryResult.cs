using Postern.Contracts;

namespace Postern.Core.Delivery;

/// <summary>Result of one attempt to send a mail through a server.</summary>
/// <param name="Outcome">What it means for the delivery.</param>
/// <param name="Text">The server's reply, or the error where there was none.</param>
/// <param name="Problem">Kind of the problem, where there was one.</param>
/// <param name="Code">SMTP reply code, where there was a reply.</param>
public sealed record DeliveryResult(
    DeliveryOutcome Outcome,
    string Text,
    DeliveryProblem? Problem = null,
    int? Code = null
)
{
    /// <summary>
    /// When to retry although no server was asked, so that the attempt does not count; null = after the usual wait.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the server answered, where there was a reply.</summary>
    public SmtpStage? Stage { get; init; }

    /// <summary>Whether the server has accepted the mail, or may have.</summary>
    public bool MayHaveArrived => Outcome is DeliveryOutcome.Accepted or DeliveryOutcome.Unknown;

    /// <summary>Whether the attempt ended since the server did not answer in time.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether the sender broke it off before the content of the mail, which is no attempt.</summary>
    public bool BrokenOff { get; init; }

    /// <summary>
    /// The server's maximum size in bytes that the mail exceeds; 0 = it exceeds an unknown limit; null = size was no
    /// problem.
    /// </summary>
    public long? SizeLimit { get; init; }
}

/// <summary>What the result of an attempt means for the delivery.</summary>
public enum DeliveryOutcome
{
    /// <summary>The server has accepted responsibility: a 2xx reply after the final dot.</summary>
    Accepted,

    /// <summary>A temporary failure: a 4xx reply, or no usable server.</summary>
    Deferred,

    /// <summary>A permanent failure: a 5xx reply.</summary>
    Refused,

    /// <summary>The server was not reached, so another one may be tried.</summary>
    Unreachable,

    /// <summary>The connection was lost after the final dot and before the reply.</summary>
    Unknown,
}
