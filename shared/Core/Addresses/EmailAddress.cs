using System.Globalization;
using MimeKit;
using Postern.Contracts;
using Postern.Core.Text;

namespace Postern.Core.Addresses;

/// <summary>
/// A mailbox address with the display name that came with it. The address is kept in one canonical form, so that two of
/// them are compared whole: trimmed, lower-case, the domain in its ASCII form (RFC 5890), without a trailing dot.
/// </summary>
public sealed record EmailAddress
{
    // RFC 5321 §4.5.3.1.3: 256 octets with the brackets.
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

    /// <summary>Display name, or null when there is none.</summary>
    public string? Name { get; }

    public string LocalPart => Address[..Address.LastIndexOf('@')];

    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>The display name, or else the local part: what a person is called when nothing better is known.</summary>
    public string DisplayName => string.IsNullOrWhiteSpace(Name) ? LocalPart : Name;

    /// <summary>Reads one address, with or without a display name. False when there is not exactly one usable address.</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = null!;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (!MailboxAddress.TryParse(text.Trim(), out var mailbox))
            return false;
        return TryCreate(mailbox.Address, mailbox.Name, out address);
    }

    /// <summary>Reads one address and throws with its text when it is not usable.</summary>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an e-mail address.");

    /// <summary>Builds an address from its parts. False when the address part is not usable.</summary>
    public static bool TryCreate(string? address, string? name, out EmailAddress result)
    {
        result = null!;
        if (address is null || Canonical(address) is not { } canonical)
            return false;
        result = new EmailAddress(
            canonical,
            string.IsNullOrWhiteSpace(name) ? null : CutText.At(name.Trim(), LongestName)
        );
        return true;
    }

    /// <summary>The canonical form of an address, or null when it has no local part, no domain, a character that no address may hold, or is too long.</summary>
    public static string? Canonical(string address)
    {
        var trimmed = address.Trim().TrimEnd('.');
        var at = trimmed.LastIndexOf('@');
        if (at <= 0 || at == trimmed.Length - 1)
            return null;
        var local = trimmed[..at];
        if (trimmed.Any(c => char.IsControl(c) || c is '<' or '>'))
            return null;
        return
            CanonicalDomain(trimmed[(at + 1)..]) is { } domain
            && IsReadable(local, domain)
            && $"{local.ToLowerInvariant()}@{domain}" is var canonical
            && Fits(canonical)
            ? canonical
            : null;
    }

    // No mailbox has a longer one, and rows are named by addresses.
    private static bool Fits(string canonical) => canonical.Length <= LongestAddress && TableKeys.CanHold(canonical);

    // What no parser reads back cannot be written into a header either. MimeKit shows an ASCII domain in its Unicode form.
    private static bool IsReadable(string local, string domain) =>
        MailboxAddress.TryParse($"<{local}@{domain}>", out var mailbox)
        && mailbox.LocalPart == local
        && CanonicalDomain(mailbox.Domain) == domain;

    /// <summary>The lower-case ASCII form of a domain name, or null when it has none.</summary>
    public static string? CanonicalDomain(string domain)
    {
        var trimmed = domain.Trim().TrimEnd('.').ToLowerInvariant();
        if (trimmed.Length == 0 || trimmed.Any(c => char.IsWhiteSpace(c) || c is '@' or ',' or ';'))
            return null;
        if (trimmed[0] == '[')
            return trimmed;
        try
        {
            return Idn.GetAscii(trimmed);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public MailboxAddress ToMailbox() => new(Name, Address);

    public override string ToString() => Name is null ? Address : ToMailbox().ToString();
}
