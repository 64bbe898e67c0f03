using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Tests.Vectors;

/// <summary>An intended difference from Odoo 17 in server selection.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern differs.</param>
/// <param name="When">The condition on mail and configuration.</param>
/// <param name="Instead">The mail that Postern acts on; its outcome in Odoo is the expected one.</param>
internal sealed record DeviationRule(
    string Name,
    string Reason,
    Func<PlainMail, bool> When,
    Func<PlainMail, PlainMail> Instead
);

/// <summary>All rules by which <c>mail.server.selection=odoo</c> differs from Odoo 17, applied in order.</summary>
internal static partial class SelectServerDeviations
{
    private const string Address = """[^\s"(),:;<>@]+@[^\s"(),:;<>@]*[^\s"(),:;<>@.]""";

    private static readonly char[] Punctuation = " \t\"'<>()[],;:-".ToCharArray();

    public static IReadOnlyList<DeviationRule> Rules { get; } =
    [
        new(
            "two spellings of one domain",
            "bücher.example, xn--bcher-kva.example and bücher.example. are one domain (RFC 5890, RFC 1034).",
            HasAnotherSpelling,
            WithPlainSpellings
        ),
        new(
            "a part of a filter that is no address and no domain",
            "Such a part cannot be saved, and if stored it matches nothing. Odoo extracts an address from it.",
            mail => FilterParts(mail).Any(part => part.Contains('@') && !MailboxAddress.TryParse(part, out _)),
            mail => mail
        ),
        new(
            "a return path without an address",
            "An unusable bounce address counts as none, and bounces go to the From. Odoo does not send.",
            mail => mail.UnusableBounce,
            mail => mail
        ),
        new(
            "the notification address in capitals",
            "Addresses are compared without case, so that the notification address stays. Odoo compares with case.",
            HasNotificationInOtherCase,
            mail => mail
        ),
        new(
            "From with one address in an unusual form",
            "Address and name are parsed by RFC 5322 §4: a comment as the name, a group, a stray comma or dot.",
            mail => !Usual().IsMatch(mail.From) && MailboxesOf(mail).Count == 1,
            mail => WithMailbox(mail, MailboxesOf(mail)[0])
        ),
        new(
            "From without exactly one usable address",
            "It matches no filter: sent as the notification address, else refused. In Odoo it matches any filter.",
            mail => MailboxesOf(mail).Count != 1,
            mail => AsNotification(mail, NameIn(mail))
        ),
        new(
            "an address in the display name",
            "Encapsulation keeps the name and nothing of an address, whose ever; without a name it uses the local part.",
            HasAddressInEncapsulatedName,
            mail => mail with { Name = WithoutAddresses(mail, mail.Name!) }
        ),
        new(
            "a named server that may not speak for the From",
            "A filter that excludes the From holds: sent as the notification address, or refused if excluded too.",
            NamesServerThatExcludesAuthor,
            mail => NotificationIsAllowed(mail) ? AsNotification(mail, CallName(mail)) : Refused(mail)
        ),
    ];

    /// <summary>The rules that hold for a mail, and what Postern does instead.</summary>
    public static (IReadOnlyList<DeviationRule> Applied, SelectServerOutcome Outcome) For(
        SelectServerInput input,
        SendingPath path
    )
    {
        var applied = new List<DeviationRule>();
        var mail = PlainMail.Of(input);
        foreach (var rule in Rules)
        {
            if (!rule.When(mail))
                continue;
            applied.Add(rule);
            mail = rule.Instead(mail);
        }

        return (applied, PlainOdoo.Decide(mail, path));
    }

    private static bool HasNotificationInOtherCase(PlainMail mail) =>
        mail is { Author: { } author, Name: null, Notification: { } notification }
        && author != notification
        && author.Equals(notification, StringComparison.OrdinalIgnoreCase);

    private static bool HasAddressInEncapsulatedName(PlainMail mail) =>
        mail is { Author: not null, Name: { } name } && Encapsulated(mail) && WithoutAddresses(mail, name) != name;

    private static bool NamesServerThatExcludesAuthor(PlainMail mail) =>
        mail is { Author: { } author, ExplicitServer: { Active: true } named }
        && !PlainOdoo.Allows(named.FromFilter, author);

    private static bool NotificationIsAllowed(PlainMail mail) =>
        mail.Notification is { } notification && PlainOdoo.Allows(mail.ExplicitServer!.FromFilter, notification);

    private static PlainMail AsNotification(PlainMail mail, string? name)
    {
        if (mail.Notification is not { } notification)
            return Refused(mail);
        return mail with { Author = notification, Name = name, From = notification };
    }

    private static PlainMail WithMailbox(PlainMail mail, MailboxAddress mailbox) =>
        mail with
        {
            Author = PlainOdoo.AsWritten(mailbox, mail.From),
            Name = Filled(mailbox.Name),
        };

    private static PlainMail Refused(PlainMail mail) => mail with { Refused = true };

    private static bool Encapsulated(PlainMail mail) =>
        !PlainOdoo
            .Decide(mail, SendingPath.Find)
            .From.Equals(EmailAddress.Canonical(mail.Author!), StringComparison.Ordinal);

    private static string CallName(PlainMail mail) =>
        (mail.Name is { } name ? WithoutAddresses(mail, name) : null) ?? LocalPart(mail.Author!);

    private static string LocalPart(string address) => address[..address.LastIndexOf('@')];

    private static List<MailboxAddress> MailboxesOf(PlainMail mail) =>
        InternetAddressList.TryParse(mail.From, out var list)
            ? [.. list.Mailboxes.Where(mailbox => mailbox.Address.IndexOf('@') > 0)]
            : [];

    // Two authors: the first one's name. No address at all: the words, except those that look like an address.
    private static string? NameIn(PlainMail mail)
    {
        if (MailboxesOf(mail) is [var first, ..])
            return (Filled(first.Name) is { } name ? WithoutAddresses(mail, name) : null) ?? LocalPart(first.Address);
        var words = mail.From.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains('@'));
        return Filled(string.Join(' ', words).Trim(Punctuation));
    }

    private static string? WithoutAddresses(PlainMail mail, string name)
    {
        var rest = AnyAddress().IsMatch(name) ? AnyAddress().Replace(name, " ").Trim(Punctuation) : name;
        foreach (var address in MailboxesOf(mail).Select(mailbox => mailbox.Address))
        {
            rest = rest.Replace(MailboxAddress.EncodeAddrspec(address), "", StringComparison.OrdinalIgnoreCase)
                .Replace(MailboxAddress.DecodeAddrspec(address), "", StringComparison.OrdinalIgnoreCase);
        }

        return rest == name ? name : Filled(rest.Trim(Punctuation));
    }

    private static IEnumerable<string> FilterParts(PlainMail mail) =>
        mail.Servers.Select(server => server.FromFilter).Append(mail.DefaultFilter).SelectMany(PlainOdoo.Parts);

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool HasAnotherSpelling(PlainMail mail) =>
        !Domains(mail).All(domain => Plain(domain).Equals(domain, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Domains(PlainMail mail) =>
        from text in FilterParts(mail).Append(mail.Author).Append(mail.Notification).Append(mail.Bounce)
        where text is not null
        select text[(text.LastIndexOf('@') + 1)..].TrimEnd('>');

    private static PlainMail WithPlainSpellings(PlainMail mail) =>
        mail with
        {
            Author = PlainAddress(mail.Author),
            Notification = PlainAddress(mail.Notification),
            Bounce = PlainAddress(mail.Bounce),
            DefaultFilter = PlainFilter(mail.DefaultFilter),
            Servers = [.. mail.Servers.Select(server => server with { FromFilter = PlainFilter(server.FromFilter) })],
        };

    private static string? PlainFilter(string? filter) =>
        string.IsNullOrWhiteSpace(filter)
            ? filter
            : string.Join(',', filter.Split(',').Select(part => PlainAddress(part.Trim())));

    private static string? PlainAddress(string? text)
    {
        if (text is null || text.LastIndexOf('@') is var at && at < 0)
            return text is null ? null : Plain(text);
        var closed = text.EndsWith('>');
        return text[..(at + 1)] + Plain(text[(at + 1)..].TrimEnd('>')) + (closed ? ">" : "");
    }

    private static string Plain(string domain)
    {
        try
        {
            return new IdnMapping().GetAscii(domain.TrimEnd('.').ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    [GeneratedRegex("""[^\s<>()"]+@[^\s<>()"]+\.[^\s<>()"]+""")]
    private static partial Regex AnyAddress();

    // A bare address, or one in angle brackets after words or a quoted name.
    [GeneratedRegex($"""^\s*({Address}|("([^"\\]|\\.)*"|[^"(),:;<>@]*)\s*<{Address}>)\s*$""")]
    private static partial Regex Usual();
}
