using Postern.Contracts.Events;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Rules;
using Postern.Core.Threads;

namespace Postern.Core.Events;

/// <summary>What there is to tell of a mail that came in.</summary>
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

    public static IEnumerable<MailEvent> Of(IncomingMail mail, StoredMail raw, Claim claim)
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
            yield return Create(EventTypes.MailRefused);
        if (claim.State == JournalState.Ignored && LoopRules.Contains(decided?.Rule))
            yield return Create(EventTypes.LoopStopped);
        foreach (var posting in claim.Postings)
        {
            if (MakesRecord(posting))
                yield return CreateOn(EventTypes.RecordCreated, posting);
            yield return CreateOn(EventTypes.MessageReceived, posting);
        }

        MailEvent Create(string type) =>
            MailEvents.Create(type, raw.Received, raw.Id.Value, data, raw.Id.Value, claim.Owner);

        MailEvent CreateOn(string type, PostingPlan posting) =>
            MailEvents.Create(
                type,
                raw.Received,
                posting.Thread.Key.Partition,
                data with
                {
                    Model = posting.Thread.Model,
                    Record = posting.Thread.Id,
                    Message = posting.Message,
                    Kind = posting.Kind,
                    Alias = posting.Alias,
                    Values = type == EventTypes.RecordCreated ? posting.Thread.Values : null,
                },
                posting.Thread.Key.Partition,
                posting.Message
            );
    }

    // A record with an id of its own was there before the mail, or another program makes it.
    private static bool MakesRecord(PostingPlan posting) => posting.Create && posting.Thread.Id == posting.Thread.Token;
}
