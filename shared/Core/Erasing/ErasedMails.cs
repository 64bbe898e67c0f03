using Postern.Contracts;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Threads;

namespace Postern.Core.Erasing;

/// <summary>What remains of the record of a mail when its author is erased, and of the decision about it.</summary>
public static class ErasedMails
{
    private static readonly JournalState[] WaitForAPerson =
    [
        JournalState.Pending,
        JournalState.Parked,
        JournalState.Held,
        JournalState.Quarantined,
        JournalState.Failed,
    ];

    /// <summary>Whether the person wrote a mail.</summary>
    public static bool IsBy(JournalEntry entry, ErasedPerson person) =>
        person.Is(entry.Sender) || (EmailAddress.TryParse(entry.From, out var from) && person.Is(from.Address));

    /// <summary>Whether a mail is not done with: its raw form is all that there is of it.</summary>
    public static bool IsOpen(JournalEntry entry) => entry.Unread || WaitForAPerson.Contains(entry.State);

    /// <summary>The entry of a mail of the person: when it came, and where it went.</summary>
    public static JournalEntry Entry(JournalEntry entry, ErasedPerson person) =>
        entry with
        {
            From = null,
            Sender = person.StandIn,
            Subject = null,
            MessageId = null,
            Notices = [],
            Spam = null,
            Infected = null,
            Reading = null,
            Unread = false,
            State = IsOpen(entry) ? JournalState.Ignored : entry.State,
            Reasons = IsOpen(entry)
                ? [.. entry.Reasons, new Reason("Erased", true, "Its author was erased, and with them the mail.")]
                : entry.Reasons,
        };

    /// <summary>
    /// The claim of a mail of the person. Exact copies of the mail are still known by its fingerprint, and other mail with
    /// the same Message-Id as such.
    /// </summary>
    public static Claim OfAuthor(Claim claim, ErasedPerson person, Redaction texts) =>
        OfAnother(claim, person, texts) with
        {
            Written = null,
            Notices = [],
            Withheld = [],
            SentIn = null,
            ClearsBounces = false,
        };

    /// <summary>The claim of any mail or post, without the person among those whom it is for.</summary>
    public static Claim OfAnother(Claim claim, ErasedPerson person, Redaction texts) =>
        claim with
        {
            Postings = [.. claim.Postings.Select(posting => Of(posting, person, texts))],
            Notices = [.. claim.Notices.Where(plan => !person.Is(plan.Notice.Recipient))],
            Withheld = [.. claim.Withheld.Where(notice => !person.Is(notice.Recipient))],
            Further = [.. claim.Further.Select(mail => Of(mail, person))],
        };

    /// <summary>Whether a claim is that of a mail or post of the person.</summary>
    public static bool IsBy(Claim claim, ErasedPerson person) =>
        claim.Postings.Any(posting => person.Is(posting.Author.Address))
        || claim.Notices.Any(plan => person.Is(plan.Notice.Recipient));

    /// <summary>A claim that puts nothing on a thread that was deleted.</summary>
    public static Claim WithoutThread(Claim claim, ThreadKey thread) =>
        claim with
        {
            Postings = [.. claim.Postings.Where(posting => posting.Thread.Key != thread)],
            Reasons = [.. claim.Reasons, new Reason("Deleted", true, $"The thread {thread} was deleted afterwards.")],
            Further = [.. claim.Further.Select(mail => mail.Thread == thread ? mail with { Thread = null } : mail)],
        };

    private static PostingPlan Of(PostingPlan posting, ErasedPerson person, Redaction texts) =>
        posting with
        {
            Author = person.Is(posting.Author.Address)
                ? new MessageAuthor(person.StandIn, ErasedPerson.Nobody, posting.Author.Internal)
                : posting.Author,
            Follow = Without(posting.Follow, person),
            Recipients = posting.Recipients is { } recipients ? Without(recipients, person) : null,
            Named = Without(posting.Named, person),
            Outsiders = [.. posting.Outsiders.Where(one => !texts.Finds(one))],
            HaveIt = [.. posting.HaveIt.Where(one => !texts.Finds(one))],
            Warnings = posting
                .Warnings.Where(warning => !person.Is(warning.Key))
                .ToDictionary(warning => warning.Key, warning => warning.Value),
        };

    private static FurtherMail Of(FurtherMail mail, ErasedPerson person) =>
        person.Is(mail.Author) ? mail with { Author = "", Written = mail.Written with { Subject = "" } } : mail;

    private static IReadOnlyList<Follower> Without(IReadOnlyList<Follower> followers, ErasedPerson person) =>
        [.. followers.Where(follower => !person.Is(follower.Address))];
}
