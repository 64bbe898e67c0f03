using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Limits;

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
    /// <param name="Server">Id of the server for whose limit or end of pause it waits; null for another wait.</param>
    public sealed record Later(DateTimeOffset Due, string Why, DeliveryProblem? Problem = null, string? Server = null)
        : OutboundDecision
    {
        /// <summary>
        /// Whether a sending limit keeps it back. That is no trouble, since the limit lets all mail through in turn, so
        /// it does not end the delivery.
        /// </summary>
        public bool IsLimit => Problem == DeliveryProblem.Limit && Server is not null;

        /// <summary>The wait for a server to which no mail may be sent now.</summary>
        public static Later For(OutgoingServer server, ServerHealth? health, ServerAccess closed) =>
            new(
                closed.Until!.Value,
                closed.Why!,
                health?.Trouble == ServerTrouble.Authentication
                    ? DeliveryProblem.Authentication
                    : DeliveryProblem.Server,
                server.Id
            );
    }

    /// <summary>Hold it until an administrator releases it.</summary>
    public sealed record Hold(string Why) : OutboundDecision;

    /// <summary>Mark it as failed.</summary>
    /// <param name="Problem">The problem.</param>
    /// <param name="Why">The reason.</param>
    /// <param name="Cause">The problem before it expired; null where it did not.</param>
    public sealed record GiveUp(DeliveryProblem Problem, string Why, DeliveryProblem? Cause = null) : OutboundDecision;

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
    ) : OutboundDecision
    {
        /// <summary>Where it goes instead of its recipient; null = to its recipient.</summary>
        public EmailAddress? RedirectedTo { get; init; }
    }
}
