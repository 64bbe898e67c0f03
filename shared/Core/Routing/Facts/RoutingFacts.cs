using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Senders;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>Everything that a routing decision depends on besides the mail itself.</summary>
public sealed record RoutingFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    public required MailOrigin Origin { get; init; }

    /// <summary>When the mail was accepted; time windows end here.</summary>
    public required DateTimeOffset Received { get; init; }

    public required SenderFacts Sender { get; init; }

    /// <summary>Whom an answer reaches instead of the From; null = the From.</summary>
    public ReplyTarget? ReplyTo { get; init; }

    /// <summary>The same where the mail can be believed: a forged one is answered by nobody.</summary>
    public ReplyTarget? AnswersReach => Forged is null ? ReplyTo : null;

    /// <summary>The clues, most trusted first, at most one of each kind, whether or not their threads exist.</summary>
    public IReadOnlyList<Clue> Clues { get; init; } = [];

    /// <summary>The existing threads that clues name and that aliases need, by partition.</summary>
    public IReadOnlyDictionary<string, ThreadSnapshot> Threads { get; init; } =
        new Dictionary<string, ThreadSnapshot>();

    /// <summary>The message that the mail answers; null when it is not known.</summary>
    public ThreadMessage? Parent { get; init; }

    /// <summary>The latest messages of the answered thread, newest first.</summary>
    public IReadOnlyList<ThreadMessage> Latest { get; init; } = [];

    /// <summary>The gateway created the mail's Message-Id or signed its Reply-To: its own mail came back.</summary>
    public bool IsOwnMail { get; init; }

    /// <summary>The gateway created the mail's Message-Id: the mail is a copy of one that it sent.</summary>
    public bool HasOwnId { get; init; }

    /// <summary>The mail answers a notice that the gateway sent.</summary>
    public bool AnswersNotice { get; init; }

    /// <summary>Whether the mail comes from the domain that its From names.</summary>
    public SenderVerdict Authentication { get; init; } = SenderVerdict.None;

    /// <summary>Why the sender is forged; null when that is not known.</summary>
    public string? Forged => Authentication.Failure;

    /// <summary>
    /// Whether an employee's address makes the author an employee: only of a verified mail, unless no sender is verified
    /// here.
    /// </summary>
    public bool BelievesEmployees =>
        Authentication.Result == SenderResult.Pass
        || (Forged is null && Configuration.Parameters.VerifySenders == SenderVerification.Off);

    /// <summary>What the filters of trusted servers found in the mail.</summary>
    public ContentVerdict Content { get; init; } = ContentVerdict.None;

    /// <summary>The deliveries that the mail reports on; null for other mail.</summary>
    public BounceFacts? Bounce { get; init; }

    /// <summary>The source that is written on reports: the mail's journal id.</summary>
    public string Source { get; init; } = "";

    /// <summary>A person asked for a new decision: the rules that count mails do not count this one.</summary>
    public bool Replayed { get; init; }

    /// <summary>A person released the mail: it is not held or quarantined again.</summary>
    public bool Released { get; init; }

    /// <summary>The claims of other mails with the same Message-Id, oldest first.</summary>
    public IReadOnlyList<Claim> Earlier { get; init; } = [];

    /// <summary>With <c>mail.gateway.loop.scope=alias</c>: recent mails through each alias, by its address.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MailSentIn>> Aliases { get; init; } =
        new Dictionary<string, IReadOnlyList<MailSentIn>>();

    /// <summary>Facts about the reverse path, when a notice would go there and it differs from the From.</summary>
    public SenderFacts? ReversePath { get; init; }

    /// <summary>Recent mails from the recipient of a notice, sent from either of their addresses.</summary>
    public IEnumerable<MailSentIn> RecentOfAnswered => Sender.Recent.Concat(ReversePath?.Recent ?? []);

    /// <summary>The thread with a key; null when it does not exist.</summary>
    public ThreadSnapshot? Thread(ThreadKey? key) => key is null ? null : Threads.GetValueOrDefault(key.Partition);
}
