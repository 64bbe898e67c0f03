using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Claims;

/// <summary>
/// A decision, made once: every later run on the same work carries out this plan instead of deciding again.
/// </summary>
public sealed record Claim
{
    /// <summary>The mail's journal id, or the id of the program's message.</summary>
    public required string Owner { get; init; }

    /// <summary>
    /// Distinguishes a copy of the mail from another mail with the same Message-Id, where <see cref="Written"/> is null.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// The content of a program's message as a hash of each member, by which another message with its id is known; null
    /// for mails, and in claims of older versions.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>What the sender wrote, by which copies of the mail are known; null in claims of older versions.</summary>
    public WrittenContent? Written { get; init; }

    /// <summary>The latest mails with the same Message-Id and other content, oldest first.</summary>
    public IReadOnlyList<FurtherMail> Further { get; init; } = [];

    public required JournalState State { get; init; }

    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The messages to be posted.</summary>
    public IReadOnlyList<PostingPlan> Postings { get; init; } = [];

    /// <summary>The notices to be sent.</summary>
    public IReadOnlyList<NoticePlan> Notices { get; init; } = [];

    /// <summary>The notices that are not sent, each with the reason.</summary>
    public IReadOnlyList<Notice> Withheld { get; init; } = [];

    /// <summary>The threads that a person can choose from when the mail is not routed.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>
    /// Addresses of the aliases that the mail named: a copy of it is accepted only for other aliases.
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>When the mail is a report: what is shown at deliveries and counts against addresses.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>Whether the sender's bounce history is cleared: mail from an address shows that it works.</summary>
    public bool ClearsBounces { get; init; }

    /// <summary>The entry in the sender's recent mails; null when the mail does not count.</summary>
    public MailSentIn? SentIn { get; init; }

    /// <summary>Whether a mail is a copy of the one that was decided: the same From, Date, words and files.</summary>
    public bool IsOfSame(IncomingMail mail) => Written?.IsSame(mail.Written) ?? Fingerprint == mail.Fingerprint;

    /// <summary>
    /// The claim of a mail that cannot be put on one of its threads, since it was deleted meanwhile. Without any other
    /// thread the mail has failed.
    /// </summary>
    public Claim Without(ThreadKey gone)
    {
        var rest = Postings.Where(posting => posting.Thread.Key != gone).ToList();
        return this with
        {
            State = rest.Count == 0 ? JournalState.Failed : State,
            Reasons =
            [
                .. Reasons,
                new Reason("Deleted", true, $"The thread {gone} was deleted before the mail was on it."),
            ],
            Postings = rest,
        };
    }
}
