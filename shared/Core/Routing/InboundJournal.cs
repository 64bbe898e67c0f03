using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing;

/// <summary>What is recorded of a mail once its claim stands.</summary>
public static class InboundJournal
{
    private const int MostRecipients = 10;

    public static JournalEntry Entry(
        IncomingMail mail,
        StoredMail raw,
        Claim claim,
        RoutingFacts facts,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = raw.Id.Value,
            Received = raw.Received,
            Source = raw.Origin.Source,
            Raw = raw.Name,
            State = claim.State,
            From = mail.From?.ToString() ?? mail.FromText,
            Sender = mail.From?.Address ?? "",
            Authentication = facts.Authentication,
            Recipients = [.. RecipientsOf(mail)],
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Reasons = claim.Reasons,
            Threads = [.. claim.Postings.Select(posting => posting.Thread.Key)],
            Reports = claim.Reports,
            Candidates = claim.Candidates,
            Notices = [.. claim.Notices.Select(plan => plan.Notice).Concat(claim.Withheld)],
            Spam = facts.Content.Spam,
            Infected = facts.Content.Infected,
            Reading = mail.ReadingNotes is [] ? null : mail.ReadingNotes,
            Unread = UnreadMail.Is(mail, claim, facts),
            Decided = now,
            Replays = raw.Replay?.Number ?? 0,
            CopyOf = CopyOf(mail, facts),
        };

    /// <summary>The earlier mail that a mail is a copy of; null when it is none.</summary>
    public static string? CopyOf(IncomingMail mail, RoutingFacts facts) =>
        facts.Earlier.FirstOrDefault(claim => claim.IsOfSame(mail))?.Owner;

    /// <summary>What the entry of the first mail says about a copy.</summary>
    public static MailCopy Copy(IncomingMail mail, StoredMail raw) =>
        new(raw.Id.Value, raw.Received, raw.Origin.Source, [.. RecipientsOf(mail)]);

    /// <summary>Why a mail needs a person's attention; null when it does not.</summary>
    public static AttentionKind? Attention(IncomingMail mail, Claim claim, RoutingFacts facts) =>
        claim.State switch
        {
            JournalState.Held => AttentionKind.Held,
            JournalState.Parked => AttentionKind.Parked,
            JournalState.Quarantined => AttentionKind.Quarantined,
            JournalState.Failed => AttentionKind.Failed,
            JournalState.Routed when IsFlaggedForgery(claim, facts) => AttentionKind.Flagged,
            JournalState.Routed when IsFlaggedStranger(mail, claim, facts) => AttentionKind.Flagged,
            _ when UnreadMail.Is(mail, claim, facts) => AttentionKind.UnreadPerson,
            _ => null,
        };

    /// <summary>The text of the rule that decided.</summary>
    public static string Why(Claim claim) => Decisive(claim)?.Text ?? "";

    /// <summary>What a person can do about the mail; null where the kind of item says it.</summary>
    public static string? Advice(AttentionKind kind, Claim claim) =>
        kind == AttentionKind.UnreadPerson ? UnreadMail.Advice(claim) : null;

    /// <summary>The reason of the rule that decided; those of notices follow it.</summary>
    internal static Reason? Decisive(Claim claim) =>
        claim.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != NoticeLimits.Rule);

    private static IEnumerable<string> RecipientsOf(IncomingMail mail)
    {
        var recipients = mail.Reached.Count > 0 ? mail.Reached : mail.Recipients;
        return recipients.Select(recipient => recipient.Address).Take(MostRecipients);
    }

    private static bool IsFlaggedForgery(Claim claim, RoutingFacts facts)
    {
        if (facts.Forged is null)
            return false;
        var flagging = facts.Configuration.Aliases.Where(alias => alias.ForgedMail == ForgedMail.Flag);
        return flagging.Any(alias => claim.Aliases.Contains(AliasAddress.Of(alias, facts.Configuration)));
    }

    private static bool IsFlaggedStranger(IncomingMail mail, Claim claim, RoutingFacts facts)
    {
        if (!facts.Configuration.Parameters.FlagStrangers)
            return false;
        var replies = claim.Postings.Where(posting => !posting.Create);
        return replies.Any(posting => MailSender.IsStranger(mail, facts.Thread(posting.Thread.Key), facts));
    }
}
