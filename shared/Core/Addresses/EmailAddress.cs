using System.Globalization;
using MimeKit;
using Postern.Contracts;
using Postern.Core.Text;

namespace Postern.Core.Addresses;

/// <summary>
/// A mailbox address with its display name. The address is in canonical form, so that addresses can be compared as
/// strings: trimmed, lower-case, the domain in ASCII form (RFC 5890), without a trailing dot, and the local part without
/// quotes that only its dots need or nothing needs (RFC 5322 §3.4.1).
/// </summary>
public sealed record EmailAddress
{
    // RFC 5321 §4.5.3.1.3: 256 octets including the angle brackets.
    private const int LongestAddress = 254;
    private const int LongestName = 256;

    private static readonly IdnMapping Idn = new();

    private EmailAddress(string address, string? name)
    {
        Address = address;
        Name = name;
    }

    /// <summary>Canonical addr-spec (RFC 5322 §3.4.1).</summary>
    public string Address { get; }

    /// <summary>Display name on one line, without invisible characters; null without one.</summary>
    public string? Name { get; }

    public string LocalPart => Address[..Address.LastIndexOf('@')];

    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>The display name, or the local part without one.</summary>
    public string DisplayName => string.IsNullOrWhiteSpace(Name) ? LocalPart : Name;

    /// <summary>
    /// Parses one address, with or without a display name. False if the text is not exactly one usable address.
    /// </summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = null!;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (!MailboxAddress.TryParse(WithQuotes(text.Trim()), out var mailbox))
            return false;
        return TryCreate(mailbox.Address, mailbox.Name, out address);
    }

    /// <summary>Parses one address. Throws a <see cref="FormatException"/> with the text if it is not usable.</summary>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an e-mail address.");

    // The parser does not know the dots that Written puts in quotes.
    private static string WithQuotes(string text)
    {
        var start = text.EndsWith('>') ? text.LastIndexOf('<') + 1 : 0;
        return start == 0 ? Written(text) : $"{text[..start]}{Written(text[start..^1])}>";
    }

    /// <summary>Creates an address with a display name. False if the address is not usable.</summary>
    public static bool TryCreate(string? address, string? name, out EmailAddress result)
    {
        result = null!;
        if (address is null || Canonical(address) is not { } canonical)
            return false;
        result = new EmailAddress(canonical, NameOf(name));
        return true;
    }

    private static string? NameOf(string? name) =>
        ShownText.Clean(name ?? "").Trim() is { Length: > 0 } shown ? CutText.At(shown, LongestName) : null;

    /// <summary>
    /// The canonical form of an address; null if the local part or the domain is missing or invalid, or if it is too
    /// long.
    /// </summary>
    public static string? Canonical(string address)
    {
        var trimmed = AddressForms.WithoutApostrophes(address.Trim()).TrimEnd('.');
        var at = trimmed.LastIndexOf('@');
        if (at <= 0 || at == trimmed.Length - 1)
            return null;
        if (trimmed.Any(c => char.IsControl(c) || c is '<' or '>'))
            return null;
        var local = AddressForms.Unquote(trimmed[..at]);
        if (CanonicalDomain(trimmed[(at + 1)..]) is not { } domain || !CanBeParsed(AddressForms.Quote(local), domain))
            return null;
        var canonical = $"{local.ToLowerInvariant()}@{domain}";
        // Addresses are keys of table rows.
        var isUsable = canonical.Length <= LongestAddress && TableKeys.CanHold(canonical);
        return isUsable ? canonical : null;
    }

    // An address that cannot be parsed back must not be written into a header. MimeKit returns an ASCII domain in
    // Unicode form.
    private static bool CanBeParsed(string local, string domain) =>
        MailboxAddress.TryParse($"<{local}@{domain}>", out var mailbox)
        && mailbox.LocalPart == local
        && CanonicalDomain(mailbox.Domain) == domain;

    /// <summary>The lower-case ASCII form of a domain name or an address literal; null if it has none.</summary>
    public static string? CanonicalDomain(string domain)
    {
        var trimmed = domain.Trim().TrimEnd('.').ToLowerInvariant();
        if (!IsDomainText(trimmed))
            return null;
        if (trimmed[0] == '[')
            return trimmed;
        try
        {
            // Only here other full stops become dots, and other characters what they stand for (RFC 3490 §3.1, §4.1).
            var name = Idn.GetAscii(trimmed).TrimEnd('.');
            return IsDomainText(name) && name[0] != '[' && Idn.GetAscii(name) == name ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsDomainText(string text) =>
        text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || c is '@' or ',' or ';');

    public MailboxAddress ToMailbox() => new(Name, Written(Address));

    /// <summary>
    /// A canonical address as header fields and SMTP need it: a local part whose dots no dot-atom may have, such as
    /// <c>ann..smith@x</c>, is in quotes (RFC 5321 §4.1.2).
    /// </summary>
    public static string Written(string canonical)
    {
        var at = canonical.LastIndexOf('@');
        return at < 0 ? canonical : AddressForms.Quote(canonical[..at]) + canonical[at..];
    }

    public override string ToString() => Name is null ? Address : ToMailbox().ToString();
}
