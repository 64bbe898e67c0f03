using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Decides who gets a notice and whether it is sent at all: at most one for each sender, kind and window; none for
/// automatic or forged mail (RFC 3834 §2), none to the gateway itself.
/// </summary>
internal static class NoticeLimits
{
    /// <summary>What the journal calls a line about a notice.</summary>
    public const string Rule = "Notice";

    private const int MostAnHour = 5;

    /// <summary>The notices with their recipient, and with the reason where one is withheld.</summary>
    public static IReadOnlyList<Notice> Apply(IReadOnlyList<Notice> notices, IncomingMail mail, RoutingFacts facts)
    {
        var applied = new List<Notice>();
        foreach (var notice in notices)
        {
            var addressed = notice with { Recipient = Recipient(mail)?.Address };
            applied.Add(addressed with { Withheld = WithheldBecause(addressed, applied, mail, facts) });
        }
        return applied;
    }

    /// <summary>The recipient of notices: the reverse path, else the From (RFC 3834 §4).</summary>
    public static EmailAddress? Recipient(IncomingMail mail) =>
        mail.NullReturnPath ? null : mail.ReturnPath ?? mail.From;

    /// <summary>The line of the journal about a notice.</summary>
    public static Reason ReasonOf(Notice notice) =>
        notice.Withheld is { } why
            ? new(Rule, false, $"{notice.Recipient ?? "The sender"} would have been told {What(notice)}. {why}")
            : new(Rule, true, $"{notice.Recipient} is told {What(notice)}.");

    private static string What(Notice notice) =>
        notice.Kind switch
        {
            NoticeKind.Catchall => $"that {notice.Address} only collects replies",
            NoticeKind.KnownContactsOnly => $"that only known contacts may write to {notice.Address}",
            NoticeKind.FollowersOnly => $"that only followers may write to {notice.Address}",
            NoticeKind.FailedAlias => $"that {notice.Address} can take no mail for now",
            _ => $"that too many mails came to {notice.Address}",
        };

    private static string? WithheldBecause(
        Notice notice,
        IReadOnlyList<Notice> before,
        IncomingMail mail,
        RoutingFacts facts
    )
    {
        if (mail.Automatic is { } automatic)
            return $"Automatic mail is never answered ({automatic.Reason}).";
        if (mail.WeakSign is { } sign)
            return $"Mail that may be automatic is never answered ({sign}).";
        if (notice.Recipient is not { } recipient || mail.From is null)
            return "The mail names nobody who could be answered.";
        if (facts.Forged is { } verdict)
            return $"The sender is forged ({verdict}).";
        if ((facts.Content.Infected ?? facts.Content.Spam) is { } found)
            return $"Spam and infected mail is never answered ({found}).";
        if (IsOurs(facts.Configuration, recipient) || IsOurs(facts.Configuration, mail.From.Address))
            return "It would go to an address of our own.";
        if (before.Any(other => other.Kind == notice.Kind && other.Withheld is null))
            return "The same mail is answered for the same reason already.";
        return TooMany(notice, before.Count(other => other.Withheld is null), facts);
    }

    private static string? TooMany(Notice notice, int ofThisMail, RoutingFacts facts)
    {
        var recent = facts.RecentOfAnswered.ToList();
        var window = facts.Received - facts.Configuration.Parameters.LoopWindow;
        if (recent.Exists(sent => sent.Time > window && sent.Notices.Contains(notice.Kind.ToString())))
            return "The sender was told the same a short while ago.";
        var lastHour = recent.Where(sent => sent.Time > facts.Received.AddHours(-1)).Sum(sent => sent.Notices.Count);
        return lastHour + ofThisMail >= MostAnHour ? $"The sender got {MostAnHour} notices within an hour." : null;
    }

    private static bool IsOurs(GatewayConfiguration configuration, string address) =>
        OwnAddresses.IsOurs(configuration, address);
}
