using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Tests.Vectors;

/// <summary>A way in which Postern departs from Odoo 17 on purpose.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern does so.</param>
/// <param name="When">The condition on mail and configuration.</param>
/// <param name="Instead">The mail that Postern acts on; what comes out of it is Odoo's answer for that one.</param>
internal sealed record DeviationRule(
    string Name,
    string Reason,
    Func<PlainMail, bool> When,
    Func<PlainMail, PlainMail> Instead
);

/// <summary>All rules by which <c>mail.server.selection=odoo</c> departs from Odoo 17, applied one after the other.</summary>
internal static partial class SelectServerDeviations
{
    private static readonly char[] Punctuation =
    [
        ' ',
        '\t',
        '"',
        '\'',
        '<',
        '>',
        '(',
        ')',
        '[',
        ']',
        ',',
        ';',
        ':',
        '-',
    ];

    public static IReadOnlyList<DeviationRule> Rules { get; } =
    [
        new(
            "two spellings of one domain",
            "A filter is compared by domain name, and bücher.example, xn--bcher-kva.example and bücher.example. are one (RFC 5890, RFC 1034).",
            HasAnotherSpelling,
            WithPlainSpellings
        ),
        new(
            "a part of a filter that is no address and no domain",
            "Such a part cannot be saved, and where it stands all the same it matches nothing. Odoo picks an address out of it.",
            mail => FilterParts(mail).Any(part => part.Contains('@') && !MailboxAddress.TryParse(part, out _)),
            mail => mail
        ),
        new(
            "a return path without an address",
            "The bounce address is a setting of ours; one that is unusable is as none, and bounces come to the From. Odoo does not send.",
            mail => mail.UnusableBounce,
            mail => mail
        ),
        new(
            "the notification address in capitals",
            "Addresses are compared without regard to case: the notification address is not put in its own place. Odoo compares letter by letter there.",
            mail =>
                mail is { Author: { } author, Name: null, Notification: { } notification }
                && author != notification
                && author.Equals(notification, StringComparison.OrdinalIgnoreCase),
            mail => mail
        ),
        new(
            "From with one address in an unusual form",
            "The standard's parser reads address and name: an old-style comment as the name, a group, a stray comma or dot (RFC 5322 §4).",
            mail => !Usual().IsMatch(mail.From) && MailboxesOf(mail).Count == 1,
            mail =>
                mail with
                {
                    Author = PlainOdoo.AsWritten(MailboxesOf(mail)[0], mail.From),
                    Name = Filled(MailboxesOf(mail)[0].Name),
                }
        ),
        new(
            "From without exactly one usable address",
            "It matches no filter; the mail is sent as the notification address under the author's name, else refused. For Odoo it matches any filter.",
            mail => MailboxesOf(mail).Count != 1,
            mail => AsNotification(mail, NameIn(mail))
        ),
        new(
            "the author's address in the display name",
            "Encapsulation keeps the name and nothing of the address; the local part stands in when nothing else is left.",
            mail =>
                mail is { Author: not null, Name: { } name }
                && Encapsulated(mail)
                && WithoutAddresses(mail, name) != name,
            mail => mail with { Name = WithoutAddresses(mail, mail.Name!) }
        ),
        new(
            "a named server that may not speak for the From",
            "No server speaks for a From that its filter excludes: sent as the notification address, or refused where that is excluded too.",
            mail =>
                mail is { Author: { } author, ExplicitServer: { Active: true } named }
                && !PlainOdoo.Allows(named.FromFilter, author),
            mail =>
                mail.Notification is { } notification && PlainOdoo.Allows(mail.ExplicitServer!.FromFilter, notification)
                    ? AsNotification(mail, CallName(mail))
                    : mail with
                    {
                        Refused = true,
                    }
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

    private static PlainMail AsNotification(PlainMail mail, string? name) =>
        mail.Notification is { } notification
            ? mail with
            {
                Author = notification,
                Name = name,
                From = notification,
            }
            : mail with
            {
                Refused = true,
            };

    private static bool Encapsulated(PlainMail mail) =>
        !PlainOdoo
            .Decide(mail, SendingPath.Find)
            .From.Equals(EmailAddress.Canonical(mail.Author!), StringComparison.Ordinal);

    private static string CallName(PlainMail mail) =>
        (mail.Name is { } name ? WithoutAddresses(mail, name) : null) ?? mail.Author![..mail.Author!.LastIndexOf('@')];

    private static List<MailboxAddress> MailboxesOf(PlainMail mail) =>
        InternetAddressList.TryParse(mail.From, out var list)
            ? [.. list.Mailboxes.Where(mailbox => mailbox.Address.IndexOf('@') > 0)]
            : [];

    // Two authors: the first one's name. No address at all: the words are the name, but not those that look like an address.
    private static string? NameIn(PlainMail mail)
    {
        if (MailboxesOf(mail) is [var first, ..])
            return (Filled(first.Name) is { } name ? WithoutAddresses(mail, name) : null)
                ?? first.Address[..first.Address.LastIndexOf('@')];
        var words = mail.From.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains('@'));
        return Filled(string.Join(' ', words).Trim(Punctuation));
    }

    private static string? WithoutAddresses(PlainMail mail, string name)
    {
        var rest = name;
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

    // A bare address, or one in angle brackets after words or a quoted name.
    [GeneratedRegex(
        """^\s*([^\s"(),:;<>@]+@[^\s"(),:;<>@]*[^\s"(),:;<>@.]|("([^"\\]|\\.)*"|[^"(),:;<>@]*)\s*<[^\s"(),:;<>@]+@[^\s"(),:;<>@]*[^\s"(),:;<>@.]>)\s*$"""
    )]
    private static partial Regex Usual();
}
