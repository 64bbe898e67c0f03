using Postern.Contracts.Events;
using Postern.Core.Claims;
using Postern.Core.Html;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Rules;
using Postern.Core.Threads;

namespace Postern.Core.Events;

/// <summary>The events about an incoming mail.</summary>
public static class InboundEvents
{
    private static readonly string[] LoopRules =
    [
        nameof(ScreeningRules.LoopMarker),
        nameof(ScreeningRules.TooManyHops),
        nameof(CatchallRules.RepeatedToCatchall),
        nameof(RouteGuards.PingPong),
        nameof(LoopGuard.Loop),
    ];

    /// <param name="mail">The mail.</param>
    /// <param name="raw">Where it is stored.</param>
    /// <param name="claim">What was decided about it.</param>
    /// <param name="withText">Whether programs get the beginning of its text (<c>mail.events.content</c>).</param>
    public static IEnumerable<MailEvent> Of(IncomingMail mail, StoredMail raw, Claim claim, bool withText)
    {
        var decided = claim.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != "Notice");
        var data = new MailEventData
        {
            Mail = raw.Id.Value,
            From = mail.From?.ToString() ?? mail.FromText,
            Subject = mail.Subject,
            Rule = decided?.Rule,
            Reason = decided?.Text,
        };
        if (claim.State == JournalState.Refused)
            yield return OfMail(EventTypes.MailRefused, raw, claim, data);
        if (claim.State == JournalState.Ignored && LoopRules.Contains(decided?.Rule))
            yield return OfMail(EventTypes.LoopStopped, raw, claim, data);
        foreach (var posting in claim.Postings)
        {
            if (MakesRecord(posting))
                yield return OfRecord(posting, raw, data);
            yield return OfReceived(posting, raw, data with { Text = withText ? TextOf(mail) : null });
        }
    }

    private static MailEvent OfMail(string type, StoredMail raw, Claim claim, MailEventData data) =>
        MailEvents.Create(type, raw.Received, subject: raw.Id.Value, data, raw.Id.Value, claim.Owner);

    private static MailEvent OfRecord(PostingPlan posting, StoredMail raw, MailEventData data) =>
        OfPosting(EventTypes.RecordCreated, posting, raw, data with { Values = posting.Thread.Values });

    private static MailEvent OfReceived(PostingPlan posting, StoredMail raw, MailEventData data) =>
        OfPosting(EventTypes.MessageReceived, posting, raw, data with { Parent = ParentOf(posting) });

    // As the message shows it: without the signed marks of the mail that it quotes.
    private static string TextOf(IncomingMail mail) => OwnTraces.RemoveFrom(mail.Text);

    private static EventParent? ParentOf(PostingPlan posting) =>
        posting.Answers is { } answered
            ? new EventParent
            {
                Id = answered.Program.Id,
                Metadata = answered.Program.Metadata,
                Message = answered.Message,
            }
            : null;

    private static MailEvent OfPosting(string type, PostingPlan posting, StoredMail raw, MailEventData data)
    {
        var thread = posting.Thread.Key.Partition;
        var ofThread = data with
        {
            Model = posting.Thread.Model,
            Record = posting.Thread.Id,
            Message = posting.Message,
            Kind = posting.Kind,
            Alias = posting.Alias,
        };
        return MailEvents.Create(type, raw.Received, subject: thread, ofThread, thread, posting.Message);
    }

    // A record with another id existed before the mail, or a program creates it.
    private static bool MakesRecord(PostingPlan posting) => posting.Create && posting.Thread.Id == posting.Thread.Token;
}
