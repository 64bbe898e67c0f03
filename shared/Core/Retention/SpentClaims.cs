using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Threads;

namespace Postern.Core.Retention;

/// <summary>
/// What remains of a decision once nothing repeats it: who decided about what, by hashes, and the thread where answers to
/// the mail belong. Exact copies of the mail are still known.
/// </summary>
public static class SpentClaims
{
    private static readonly IReadOnlyList<Reason> Why =
    [
        new Reason("Expired", true, "It was kept as long as the parameters say."),
    ];

    /// <summary>The latest time that a claim names; null where it names none.</summary>
    public static DateTimeOffset? TimeOf(Claim claim)
    {
        var postings = claim.Postings.Concat(claim.Notices.Select(notice => notice.Posting));
        var mails = claim.Further.Select(further => further.Mail).Append(claim.Owner);
        var times = postings
            .Select(posting => (DateTimeOffset?)posting.Time)
            .Append(claim.SentIn?.Time)
            .Concat(claim.Reports.Select(report => (DateTimeOffset?)report.Time))
            .Concat(mails.Select(mail => MailId.TryParse(mail, out var id) ? (DateTimeOffset?)id.Received : null));
        return times.Max();
    }

    /// <summary>The claim without what names people or says what they wrote.</summary>
    public static Claim Of(Claim claim) =>
        claim with
        {
            Written = null,
            Further = [.. claim.Further.Select(Of)],
            Reasons = Why,
            Postings = [.. claim.Postings.Select(Of)],
            Notices = [],
            Withheld = [],
            Reports = [],
            ClearsBounces = false,
            SentIn = null,
        };

    private static FurtherMail Of(FurtherMail mail) =>
        mail with
        {
            Author = "",
            Written = mail.Written with { Subject = "" },
        };

    // A thread that is gone is not made anew from it.
    private static PostingPlan Of(PostingPlan posting) =>
        new()
        {
            Thread = posting.Thread with { Subject = "", Values = null },
            Message = posting.Message,
            MessageId = posting.MessageId,
            Program = posting.Program is { } mark ? new ProgramMark(mark.Id, null) : null,
            Time = posting.Time,
            Kind = posting.Kind,
            Author = new MessageAuthor("", null, posting.Author.Internal),
            Recipients = posting.Recipients is null ? null : [],
            Bulk = posting.Bulk,
        };
}
