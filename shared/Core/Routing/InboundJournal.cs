using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing;

/// <summary>What is written down of a mail that was decided about.</summary>
public static class InboundJournal
{
    public static JournalEntry Entry(IncomingMail mail, StoredMail raw, Claim claim, DateTimeOffset now) =>
        new()
        {
            Id = raw.Id.Value,
            Received = raw.Received,
            Source = raw.Origin.Source,
            Raw = raw.Name,
            State = claim.State,
            From = mail.From?.ToString() ?? mail.FromText,
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Reasons = claim.Reasons,
            Threads = [.. claim.Postings.Select(posting => posting.Thread.Key)],
            Reports = claim.Reports,
            Candidates = claim.Candidates,
            Notices = [.. claim.Notices.Select(plan => plan.Notice).Concat(claim.Withheld)],
            Decided = now,
            Replays = raw.Replay?.Number ?? 0,
        };

    /// <summary>Why a mail wants a person; null when it does not.</summary>
    public static AttentionKind? Attention(IncomingMail mail, Claim claim, RoutingFacts facts) =>
        claim.State switch
        {
            JournalState.Held => AttentionKind.Held,
            JournalState.Parked => AttentionKind.Parked,
            JournalState.Quarantined => AttentionKind.Quarantined,
            JournalState.Failed => AttentionKind.Failed,
            JournalState.Routed when IsForged(claim, facts) || IsStrange(mail, claim, facts) => AttentionKind.Flagged,
            _ => null,
        };

    /// <summary>The reason of the rule that decided, in words.</summary>
    public static string Why(Claim claim) => claim.Reasons.LastOrDefault(reason => reason.Hit)?.Text ?? "";

    private static bool IsForged(Claim claim, RoutingFacts facts) =>
        facts.Forged is not null
        && facts.Configuration.Aliases.Any(alias =>
            alias.ForgedMail == ForgedMail.Flag && claim.Aliases.Contains(AliasAddress.Of(alias, facts.Configuration))
        );

    private static bool IsStrange(IncomingMail mail, Claim claim, RoutingFacts facts) =>
        facts.Configuration.Parameters.FlagStrangers
        && claim.Postings.Any(posting =>
            !posting.Create && MailSender.IsStranger(mail, facts.Thread(posting.Thread.Key), facts)
        );
}
