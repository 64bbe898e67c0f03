using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Core.Routing;

/// <summary>
/// Turns a routing decision into a claim: every thread, message and id of the mail, fixed before the first write.
/// </summary>
public static class InboundPlanner
{
    public static Claim Plan(DecidedMail decided, PlanIds ids)
    {
        var (mail, raw, decision, _) = decided;
        var notices = decision.Notices.Select(notice => WithholdIfSilent(notice, raw)).ToList();
        return new Claim
        {
            Owner = raw.Id.Value,
            Fingerprint = mail.Fingerprint,
            Written = mail.Written,
            State = decision.State,
            Reasons = decision.Reasons,
            Postings = [.. decision.Routes.Select(route => PostingPlanner.Plan(decided, route, ids))],
            Notices =
            [
                .. notices
                    .Where(notice => notice.Withheld is null)
                    .Select(notice => NoticePlanner.Plan(notice, decided, ids)),
            ],
            Withheld = [.. notices.Where(notice => notice.Withheld is not null)],
            Candidates = decision.Candidates,
            Aliases = [.. AliasesOf(decided)],
            Reports = decision.Reports,
            ClearsBounces = SenderHistory.ClearsBounces(decided),
            SentIn = SenderHistory.EntryOf(decided),
        };
    }

    private static Notice WithholdIfSilent(Notice notice, StoredMail raw) =>
        notice.Withheld is null && raw.Origin.Silent
            ? notice with
            {
                Withheld = "The mail came with the first reading of a mailbox and is older than a day.",
            }
            : notice;

    // Also those that no rule asked: to another copy of the mail they are nothing new.
    private static IEnumerable<string> AliasesOf(DecidedMail decided)
    {
        var addressed = AliasRules.Addressed(decided.Mail, decided.Facts);
        return decided
            .Decision.Aliases.Union(addressed)
            .Select(alias => AliasAddress.Of(alias, decided.Facts.Configuration));
    }
}
