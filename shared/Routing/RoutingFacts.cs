using Postern.Configuration;
using Postern.Journal;
using Postern.People;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>All that a routing decision looks at beside the mail itself.</summary>
public sealed record RoutingFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    public required MailOrigin Origin { get; init; }

    public required SenderFacts Sender { get; init; }

    /// <summary>Clues whose threads exist, in the order in which they are believed.</summary>
    public IReadOnlyList<Clue> Clues { get; init; } = [];

    /// <summary>The threads that the clues name, by partition.</summary>
    public IReadOnlyDictionary<string, ThreadSnapshot> Threads { get; init; } = new Dictionary<string, ThreadSnapshot>();

    /// <summary>Kind of the message that is answered; null when it is not known.</summary>
    public MessageKind? ParentKind { get; init; }

    /// <summary>The mail's own Message-Id is one that the gateway gave: its own mail came back.</summary>
    public bool IsOwnMail { get; init; }

    /// <summary>The claim on the same Message-Id by another mail, when there is one.</summary>
    public Claims.Claim? Earlier { get; init; }
}
