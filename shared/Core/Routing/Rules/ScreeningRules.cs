using Postern.Core.Bounces;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Reports;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Rules;

/// <summary>Rules that set mail aside before anybody asks whom it is for.</summary>
internal static class ScreeningRules
{
    // RFC 5321 §6.3 asks for at least 100; mail that was really under way has a handful, and a loop through us adds several each time.
    private const int MostHops = 30;

    public static Verdict Unusable(IncomingMail mail, RoutingFacts facts) =>
        mail.Problem is { } problem ? new(JournalState.Failed, problem) : Verdict.Pass("The mail can be read.");

    public static Verdict OwnMail(IncomingMail mail, RoutingFacts facts) =>
        facts.IsOwnMail
            ? new(
                JournalState.Ignored,
                $"Our own mail came back: its Message-Id {mail.MessageId} or its Reply-To is ours."
            )
            : Verdict.Pass("Not our own mail.");

    public static Verdict LoopMarker(IncomingMail mail, RoutingFacts facts) =>
        facts.AnswersNotice
            ? new(JournalState.Ignored, "It answers a notice of ours.")
            : Verdict.Pass("It answers no notice of ours.");

    public static Verdict Duplicate(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Earlier.Count == 0)
            return Verdict.Pass("No mail with this Message-Id came before.");
        var copies = facts.Earlier.Where(earlier => earlier.Fingerprint == mail.Fingerprint).ToList();
        if (copies.Count == 0)
            return Verdict.Pass(
                $"Mail {facts.Earlier[0].Owner} has the same Message-Id and other content: both are taken."
            );
        var answered = copies.Exists(copy => copy.Postings.Any(IsReply));
        var further = AliasRules.Addressed(mail, facts).Except(AliasRules.Decided(mail, facts)).ToList();
        return
            !answered
            && further.Count > 0
            && copies.TrueForAll(copy => copy.State is JournalState.Routed or JournalState.Refused)
            ? Verdict.Pass($"A copy of mail {copies[0].Owner} that names a further alias.")
            : new(
                JournalState.Duplicate,
                $"A copy of mail {copies[0].Owner}: the same Message-Id, From, Date and body."
            );
    }

    // A thread that was named and not there is made, like a record; but a record's id is its token.
    private static bool IsReply(PostingPlan posting) =>
        !posting.Create || (posting.Alias is null && posting.Thread.Id != posting.Thread.Token);

    public static Verdict TooManyHops(IncomingMail mail, RoutingFacts facts) =>
        mail.ReceivedCount > MostHops
            ? new(
                JournalState.Ignored,
                $"It has {mail.ReceivedCount} Received fields, more than {MostHops}: it goes round in a loop."
            )
            : Verdict.Pass($"It has {mail.ReceivedCount} Received fields.");

    /// <summary>
    /// Reports on mail that we sent: to the bounce address, or recognised by what they are (RFC 3464). A complaint or a receipt that came
    /// elsewhere goes its way, and does what it does all the same.
    /// </summary>
    public static Verdict Bounce(IncomingMail mail, RoutingFacts facts)
    {
        var plan = facts.Bounce is null
            ? null
            : BouncePlanner.Plan(facts.Bounce, facts.Configuration.Parameters, facts.Source, facts.Received);
        var what = mail.Report is { } report ? $"A report ({report.Kind}: {report.Evidence})" : null;
        if (
            mail.Recipients.FirstOrDefault(address => OwnAddresses.IsBounce(facts.Configuration, address)) is { } bounce
        )
            return new(
                JournalState.Bounce,
                $"Sent to the bounce address {bounce.Address}. {what ?? "Nothing in it is known as a report, so it changes nothing"}."
            )
            {
                Bounce = plan,
            };
        if (mail.Report is { Kind: BounceReportKind.Bounce or BounceReportKind.Delay or BounceReportKind.Delivered })
            return new(JournalState.Bounce, $"{what}.") { Bounce = plan };
        return mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport } known
            ? new(JournalState.Bounce, $"A delivery report ({known.Reason}).")
            : Verdict.Pass(
                what is null
                    ? "Neither sent to a bounce address nor a delivery report."
                    : $"{what} that was not sent to a bounce address."
            ) with
            {
                Bounce = plan,
            };
    }
}
