using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>
/// The addr-spec of RFC 5322 §3.4.1 without its obsolete forms, with international letters (RFC 6531 §3.3). Dots may
/// repeat in the local part, since such mailboxes exist.
/// </summary>
internal static partial class AddressSpec
{
    private static readonly IdnMapping Idn = new();

    /// <summary>
    /// The address, without quotes that it does not need (<c>"ann"@x</c> is <c>ann@x</c>); null when the text is none.
    /// </summary>
    /// <param name="text">The whole text between the brackets.</param>
    /// <param name="international">Whether letters beyond ASCII can be told.</param>
    public static string? Read(string text, bool international)
    {
        var inside = AddressForms.WithoutApostrophes(text);
        var at = inside.LastIndexOf('@');
        if (at <= 0)
            return null;
        var (local, domain) = (Unquoted(inside[..at]), inside[(at + 1)..]);
        var isLocal = DotAtom().IsMatch(local) ? !EncodedWord().IsMatch(local) : Quoted().IsMatch(local);
        if (!isLocal || !IsDomain(domain))
            return null;
        var isTold = Ascii.IsValid(inside) || (international && IsPlain(inside) && IsItsOwn(domain));
        return isTold ? $"{local}@{domain}" : null;
    }

    private static string Unquoted(string local) =>
        Quoted().IsMatch(local) && DotAtom().IsMatch(local[1..^1]) ? local[1..^1] : local;

    private static bool IsDomain(string text)
    {
        if (text is not ['[', .. var literal, ']'])
            return Domain().IsMatch(text);
        // RFC 5321 §4.1.3.
        var isV6 = literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase);
        var family = isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return IPAddress.TryParse(isV6 ? literal[5..] : literal, out var address) && address.AddressFamily == family;
    }

    // Another spelling of a letter, such as a full-width one, or one that is not seen would let two addresses that
    // programs tell apart look or become the same.
    private static bool IsPlain(string text) =>
        text.IsNormalized(NormalizationForm.FormKC) && text.EnumerateRunes().All(IsPlain);

    private static bool IsPlain(Rune rune)
    {
        if (rune.IsAscii)
            return true;
        var isKnown =
            Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.OtherSymbol;
        return isKnown && !IsInvisible(rune.Value) && !Rune.ToLowerInvariant(rune).IsAscii;
    }

    // Letters and marks that are default ignorable (Unicode, DerivedCoreProperties).
    private static bool IsInvisible(int rune) =>
        rune
            is 0x34F
                or 0x115F
                or 0x1160
                or 0x3164
                or 0xFFA0
                or (>= 0x17B4 and <= 0x17B5)
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF);

    // A domain that is mapped to another one (RFC 5895) names that other one only for some readers.
    private static bool IsItsOwn(string domain)
    {
        var lower = domain.ToLowerInvariant();
        try
        {
            return Ascii.IsValid(domain) || Idn.GetUnicode(Idn.GetAscii(lower)) == lower;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\uFFFF-]+\z")]
    private static partial Regex DotAtom();

    [GeneratedRegex(@"\A""(?:[^""\\]|\\.)*""\z")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"=\?.*\?")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\A[A-Za-z0-9_\u0080-\uFFFF-]+(?:\.[A-Za-z0-9_\u0080-\uFFFF-]+)*\z")]
    private static partial Regex Domain();
}
