using Postern.Mail;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>What is to be done with a delivery now.</summary>
public abstract record OutboundDecision
{
    private OutboundDecision()
    {
    }

    /// <summary>Nothing: it was sent or given up before.</summary>
    public sealed record Nothing(string Why) : OutboundDecision;

    /// <summary>Not yet.</summary>
    public sealed record Later(DateTimeOffset Due, string Why) : OutboundDecision;

    /// <summary>Never.</summary>
    public sealed record GiveUp(DeliveryProblem Problem, string Why) : OutboundDecision;

    /// <summary>Send it through the first server that can be reached.</summary>
    public sealed record Send(IReadOnlyList<OutgoingServer> Servers, EmailAddress From, EmailAddress? Bounce, string? ReplyTo, bool PossibleDouble) : OutboundDecision;
}
