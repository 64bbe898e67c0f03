using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Vectors;

/// <summary>Differences in the notices to senders: who gets one, and how often.</summary>
internal static class NoticeDeviations
{
    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [
        new(
            "no copy for who made the alias",
            "A refusal is between the gateway and the sender.",
            mail => mail.NoticeCopies.Count > 0,
            mail => mail with { NoticeCopies = [] }
        ),
        new(
            "no notice to ourselves",
            "An address of our own is never answered.",
            mail => IsOurs(mail, mail.NoticeTo) || (mail.NoticeTo is not null && IsOurs(mail, mail.From)),
            mail => mail with { NoticeTo = null }
        ),
        new(
            "no notice to automatic mail",
            "Mail that is automatic, or may be, is never answered (RFC 3834 §2).",
            mail => mail is { NoticeTo: not null, Mail: not { Automatic: null, WeakSign: null } },
            mail => mail with { NoticeTo = null }
        ),
        new(
            "no notice for mail without a sender",
            "Nobody wrote it, so nobody is notified.",
            mail => mail is { NoticeTo: not null, From: null },
            mail => mail with { NoticeTo = null }
        ),
        new(
            "one notice",
            "A sender is notified once for one reason within the window.",
            mail => mail.NoticeTo is not null && RestrictedAliases(mail) > 1,
            mail => mail with { OneNotice = HasOneReason(mail) }
        ),
        new(
            "told already",
            "A sender is notified once for one reason within the window.",
            mail => mail.NoticeTo is not null && mail.World.Before.Exists(before => WasNotified(mail, before)),
            mail => mail with { NoticeTo = null }
        ),
    ];

    private static bool IsOurs(PlainInbound mail, string? address) =>
        address is not null && OwnAddresses.IsOurs(mail.World.Gateway.Configuration, address);

    private static int RestrictedAliases(PlainInbound mail) =>
        PlainRouting.AliasesOf(mail, mail.Recipients).Count(alias => alias.ContactPolicy != ContactPolicy.Everyone);

    private static bool HasOneReason(PlainInbound mail) =>
        KindsOf(mail).Count(kind => kind.StartsWith("bounced_alias", StringComparison.Ordinal)) == 1;

    private static bool WasNotified(PlainInbound mail, Handled before) =>
        before.Told.Any(notice =>
            IsSender(mail, notice.Recipient, before.Mail.From?.Address)
            && KindsOf(mail).Contains(RoutingTests.KindOf(notice.Kind))
        );

    // A sender is known by the From and by the reverse path.
    private static bool IsSender(PlainInbound mail, params ReadOnlySpan<string?> notified) =>
        notified.Contains(mail.NoticeTo) || (mail.From is not null && notified.Contains(mail.From));

    private static string[] KindsOf(PlainInbound mail) => PlainRouting.Decide(mail).Kind.Split('+');
}
