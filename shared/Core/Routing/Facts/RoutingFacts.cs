using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.People;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>All that a routing decision looks at beside the mail itself.</summary>
public sealed record RoutingFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    public required MailOrigin Origin { get; init; }

    /// <summary>When the mail was taken in: windows of time end here.</summary>
    public required DateTimeOffset Received { get; init; }

    public required SenderFacts Sender { get; init; }

    /// <summary>Clues in the order in which they are believed, at most one of a kind, whether their threads exist or not.</summary>
    public IReadOnlyList<Clue> Clues { get; init; } = [];

    /// <summary>The threads that clues name and that aliases ask for, by partition; those that do not exist are missing.</summary>
    public IReadOnlyDictionary<string, ThreadSnapshot> Threads { get; init; } =
        new Dictionary<string, ThreadSnapshot>();

    /// <summary>The message that is answered; null when it is not known.</summary>
    public ThreadMessage? Parent { get; init; }

    /// <summary>The latest messages of the answered thread, newest first, where the answered one is not known, or must be another.</summary>
    public IReadOnlyList<ThreadMessage> Latest { get; init; } = [];

    /// <summary>The gateway gave the mail's Message-Id or signed its Reply-To: its own mail came back.</summary>
    public bool IsOwnMail { get; init; }

    /// <summary>The mail answers a notice of the gateway's.</summary>
    public bool AnswersNotice { get; init; }

    /// <summary>What a trusted server found wrong with the sender; null when nothing (RFC 8601).</summary>
    public string? Forged { get; init; }

    /// <summary>Which deliveries the mail reports on; null when it is no report and was not sent to a bounce address.</summary>
    public BounceFacts? Bounce { get; init; }

    /// <summary>What brings the report: the mail's journal id.</summary>
    public string Source { get; init; } = "";

    /// <summary>A person has the mail decided about again: what counts mails does not count this one.</summary>
    public bool Replayed { get; init; }

    /// <summary>A person let the mail go: it is not held and not put in quarantine again.</summary>
    public bool Released { get; init; }

    /// <summary>The claims on the same Message-Id by other mails, oldest first.</summary>
    public IReadOnlyList<Postern.Core.Claims.Claim> Earlier { get; init; } = [];

    /// <summary>With <c>mail.gateway.loop.scope=alias</c>: what came in through an alias, by the alias's address.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MailSentIn>> Aliases { get; init; } =
        new Dictionary<string, IReadOnlyList<MailSentIn>>();

    /// <summary>What is known of the reverse path, when a notice would go there and it is not the From.</summary>
    public SenderFacts? ReversePath { get; init; }

    /// <summary>What whoever would get a notice sent in lately, by either of their addresses.</summary>
    public IEnumerable<MailSentIn> RecentOfAnswered => Sender.Recent.Concat(ReversePath?.Recent ?? []);

    /// <summary>The thread of a key, when it exists.</summary>
    public ThreadSnapshot? Thread(ThreadKey? key) => key is null ? null : Threads.GetValueOrDefault(key.Partition);
}
