using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Rules;

/// <summary>Screens mail before its recipients matter.</summary>
internal static class ScreeningRules
{
    // RFC 5321 §6.3 asks for at least 100; real mail has a handful, and each round of a loop through us adds several.
    private const int MostHops = 30;

    public static Verdict Unusable(IncomingMail mail, RoutingFacts facts) =>
        mail.Problem is { } problem ? new(JournalState.Failed, problem) : Verdict.Pass("The mail can be read.");

    public static Verdict OwnMail(IncomingMail mail, RoutingFacts facts)
    {
        if (!facts.IsOwnMail)
            return Verdict.Pass("Not our own mail.");
        var text = $"Our own mail came back: its Message-Id {mail.MessageId} or its Reply-To is ours.";
        return new Verdict(JournalState.Ignored, text);
    }

    public static Verdict LoopMarker(IncomingMail mail, RoutingFacts facts) =>
        facts.AnswersNotice
            ? new(JournalState.Ignored, "It answers a notice of ours.")
            : Verdict.Pass("It answers no notice of ours.");

    public static Verdict Duplicate(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Earlier.Count == 0)
            return Verdict.Pass("No mail with this Message-Id came before.");
        var copies = facts.Earlier.Where(earlier => earlier.IsOfSame(mail)).ToList();
        if (copies.Count == 0)
            return Verdict.Pass(
                $"Mail {facts.Earlier[0].Owner} has the same Message-Id and other content, so that neither is a copy: both are taken."
            );
        var wasAnswer = copies.Exists(copy => copy.Postings.Any(IsReply));
        var wasForAliases = copies.TrueForAll(copy => copy.State is JournalState.Routed or JournalState.Refused);
        var namesMore = AliasRules.Addressed(mail, facts).Except(AliasRules.Decided(mail, facts)).Any();
        if (namesMore && wasForAliases && !wasAnswer)
            return Verdict.Pass($"A copy of mail {copies[0].Owner} that names a further alias.");
        var text =
            $"A copy of mail {copies[0].Owner}: the same Message-Id, From and Date, and the sender wrote the same.";
        return new Verdict(JournalState.Duplicate, text);
    }

    public static Verdict TooManyHops(IncomingMail mail, RoutingFacts facts)
    {
        var hops = $"It has {mail.ReceivedCount} Received fields";
        return mail.ReceivedCount > MostHops
            ? new(JournalState.Ignored, $"{hops}, more than {MostHops}: it goes round in a loop.")
            : Verdict.Pass($"{hops}.");
    }

    public static Verdict Infected(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Content.Infected is not { } field)
            return Verdict.Pass("No trusted server found a virus.");
        return facts.Released
            ? Verdict.Pass($"A person released it, although it is infected ({field}).")
            : new Verdict(JournalState.Quarantined, $"A trusted server found a virus ({field}).");
    }

    /// <summary>Decides nothing: the alias does.</summary>
    public static Verdict Spam(IncomingMail mail, RoutingFacts facts) =>
        facts.Content.Spam is { } field
            ? Verdict.Pass($"A trusted server marks it as spam ({field}).")
            : Verdict.Pass("No trusted server marks it as spam.");

    /// <summary>
    /// Reports on mail that we sent: sent to the bounce address, or recognised by their form (RFC 3464). A complaint or
    /// a receipt that was sent elsewhere is routed like other mail, and has its effects all the same.
    /// </summary>
    public static Verdict Bounce(IncomingMail mail, RoutingFacts facts)
    {
        var plan = PlanOf(facts);
        var what = mail.Report is { } report ? $"A report ({report.Kind}: {report.Evidence})" : null;
        if (BounceRecipients.Of(mail, facts.Configuration).FirstOrDefault() is { } bounce)
        {
            what ??= "Nothing in it is known as a report, so it changes nothing";
            var text = $"Sent to the bounce address {bounce.Address}. {what}.";
            return new Verdict(JournalState.Bounce, text) { Bounce = plan };
        }
        if (mail.Report is { IsDeliveryReport: true })
            return new Verdict(JournalState.Bounce, $"{what}.") { Bounce = plan };
        if (mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport } automatic)
            return new Verdict(JournalState.Bounce, $"A delivery report ({automatic.Reason}).");
        return what is null
            ? Verdict.Pass("Neither sent to a bounce address nor a delivery report.")
            : Verdict.Pass($"{what} that was not sent to a bounce address.") with
            {
                Bounce = plan,
            };
    }

    private static BouncePlan? PlanOf(RoutingFacts facts) =>
        facts.Bounce is { } bounce
            ? BouncePlanner.Plan(bounce, facts.Configuration.Parameters, facts.Source, facts.Received)
            : null;

    // A missing thread that a mail named is created by the reply; new records differ in that their id is the token.
    private static bool IsReply(PostingPlan posting) =>
        !posting.Create || (posting.Alias is null && posting.Thread.Id != posting.Thread.Token);
}
