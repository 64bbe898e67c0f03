using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Sending;

/// <summary>What is to be done with a delivery now.</summary>
public abstract record OutboundDecision
{
    private OutboundDecision() { }

    /// <summary>Nothing: it was sent or given up before.</summary>
    public sealed record Nothing(string Why) : OutboundDecision;

    /// <summary>Not yet. With a problem it is shown at the delivery why; without, the delivery stays as it is.</summary>
    public sealed record Later(DateTimeOffset Due, string Why, DeliveryProblem? Problem = null) : OutboundDecision;

    /// <summary>Not before an administrator releases it.</summary>
    public sealed record Hold(string Why) : OutboundDecision;

    /// <summary>Never.</summary>
    public sealed record GiveUp(DeliveryProblem Problem, string Why) : OutboundDecision;

    /// <summary>Send it through the first server that can be reached.</summary>
    public sealed record Send(
        IReadOnlyList<OutgoingServer> Servers,
        EmailAddress From,
        EmailAddress? Bounce,
        string? ReplyTo,
        bool PossibleDouble
    ) : OutboundDecision;
}
