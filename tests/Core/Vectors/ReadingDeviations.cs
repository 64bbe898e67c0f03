using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Vectors;

/// <summary>
/// Differences in how a mail is read: its parts, recipients and copies, and whether it is a delivery report.
/// </summary>
internal static class ReadingDeviations
{
    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [
        new(
            "a part in a charset that nobody knows",
            "An unusable part never loses the mail: it is decoded as well as possible.",
            mail => mail.Unusable,
            mail => mail with { Unusable = false }
        ),
        new(
            "where a mail was delivered",
            "Delivered-To says where a mail is, not whom it is for: it counts where To and Cc name none of ours, and "
                + "makes no reply a forward.",
            mail => mail.Mail.Message.Headers.Contains("Delivered-To"),
            AsRead
        ),
        new(
            "recipients that Odoo does not read",
            "Other trace fields count like Delivered-To; a semicolon separates; a trailing dot (RFC 1034) and quotation "
                + "marks around a local part (RFC 5322 §3.4.1) are ignored.",
            mail => !mail.Recipients.ToHashSet().SetEquals(Of(mail.Mail.Recipients)),
            AsRead
        ),
        new(
            "a copy of a mail that made nothing",
            "The same Message-Id with the same content is a duplicate, whatever the outcome of the first.",
            mail => mail is { Duplicate: false, AnswersNotice: false, Mail.Problem: null } && EarlierCopies(mail).Any(),
            mail => mail with { Duplicate = true }
        ),
        new(
            "the same Message-Id with other content",
            "Not a copy: clients and scripts reuse ids. Both are accepted.",
            mail => mail.Duplicate && !IsOwn(mail) && !EarlierCopies(mail).Any(),
            mail => mail with { Duplicate = false }
        ),
        new(
            "a copy that names a further alias",
            "A mail delivered to two aliases separately is for both: the copy creates the missing record.",
            NamesFurtherAlias,
            ToFurtherAliases
        ),
        new(
            "bounce address outside To",
            "The field that holds the bounce address does not matter: only mail systems write to it.",
            mail => !mail.Bounce && IsToBounceAddress(mail),
            mail => mail with { Bounce = true }
        ),
        new(
            "a delivery report in another form",
            "Non-standard reports are known by X-Failed-Recipients or a bare delivery-status part.",
            mail => !mail.Bounce && IsDeliveryReport(mail),
            mail => mail with { Bounce = true }
        ),
        new(
            "a report that is no delivery report",
            "A read receipt or a complaint says what it is, and is no bounce.",
            mail => mail.Bounce && !IsDeliveryReport(mail) && !IsToBounceAddress(mail),
            mail => mail with { Bounce = false }
        ),
    ];

    private static PlainInbound AsRead(PlainInbound mail) =>
        mail with
        {
            To = Of(mail.Mail.To),
            Recipients = Of(mail.Mail.Recipients),
            Forwarded = Of(mail.Mail.HeaderTo),
        };

    private static List<string> Of(IEnumerable<EmailAddress> addresses) =>
        [.. addresses.Select(address => address.Address)];

    private static bool IsOwn(PlainInbound mail) => mail.World.Gateway.Own.Contains(mail.Mail.MessageId ?? "");

    private static bool IsDeliveryReport(PlainInbound mail) =>
        mail.Mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport };

    private static bool IsToBounceAddress(PlainInbound mail) =>
        BounceRecipients.Of(mail.Mail, mail.World.Gateway.Configuration).Any();

    private static IEnumerable<Handled> EarlierCopies(PlainInbound mail) =>
        mail.World.Before.Where(before =>
            before.Mail.MessageId == mail.Mail.MessageId && before.Claim.IsOfSame(mail.Mail)
        );

    private static bool NamesFurtherAlias(PlainInbound mail) =>
        mail is { Duplicate: true, Answered: null }
        && !IsOwn(mail)
        && FurtherAliases(mail).Count > 0
        && EarlierCopies(mail).All(MadeRecordsOrNothing);

    private static PlainInbound ToFurtherAliases(PlainInbound mail)
    {
        IReadOnlyList<string> addresses = [.. FurtherAliases(mail).Select(AddressOf)];
        return mail with { Duplicate = false, To = addresses, Recipients = addresses };
    }

    private static List<MailAlias> FurtherAliases(PlainInbound mail)
    {
        var known = EarlierCopies(mail).SelectMany(before => before.Claim.Aliases);
        return [.. PlainRouting.AliasesOf(mail, mail.Recipients).ExceptBy(known, AddressOf)];
    }

    private static bool MadeRecordsOrNothing(Handled before) =>
        before.Decision.State is JournalState.Routed or JournalState.Refused
        && before.Claim.Postings.All(posting => posting.Create);

    private static string AddressOf(MailAlias alias) => $"{alias.LocalPart}@{alias.Domain}";
}
