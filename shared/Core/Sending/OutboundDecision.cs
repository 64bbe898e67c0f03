using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Sending;

/// <summary>What to do with a delivery now.</summary>
public abstract record OutboundDecision
{
    private OutboundDecision() { }

    /// <summary>Nothing: it was sent or has failed before.</summary>
    public sealed record Nothing(string Why) : OutboundDecision;

    /// <summary>Try again at a time.</summary>
    /// <param name="Due">The time.</param>
    /// <param name="Why">The reason.</param>
    /// <param name="Problem">Stored in the delivery with the reason; null = the delivery is not changed.</param>
    /// <param name="Server">Id of the server that it waits for; null for another wait.</param>
    public sealed record Later(DateTimeOffset Due, string Why, DeliveryProblem? Problem = null, string? Server = null)
        : OutboundDecision;

    /// <summary>Hold it until an administrator releases it.</summary>
    public sealed record Hold(string Why) : OutboundDecision;

    /// <summary>Mark it as failed.</summary>
    public sealed record GiveUp(DeliveryProblem Problem, string Why) : OutboundDecision;

    /// <summary>Send it through the first server that can be reached.</summary>
    /// <param name="Servers">The servers in the order to try them; at least one.</param>
    /// <param name="From">The header From.</param>
    /// <param name="Bounce">The return path; null = there is no bounce address.</param>
    /// <param name="ReplyTo">The Reply-To; null = none.</param>
    /// <param name="PossibleDouble">Whether a server may have accepted the mail before.</param>
    public sealed record Send(
        IReadOnlyList<OutgoingServer> Servers,
        EmailAddress From,
        EmailAddress? Bounce,
        string? ReplyTo,
        bool PossibleDouble
    ) : OutboundDecision;
}
