using Postern.Core.Addresses;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>
/// Recognises a reply address of ours that a mail program has spoilt: its tag is cut, or a hyphen stands for the plus
/// sign. It names no thread any more.
/// </summary>
internal static class SpoiltReplyAddress
{
    // What people write after a plus sign themselves is shorter than the token of a thread, or has no digit.
    private const int ShortestPart = ThreadToken.Length;

    public static bool Is(GatewayConfiguration configuration, EmailAddress address) =>
        IsCut(configuration, address) || IsHyphened(configuration, address);

    private static bool IsCut(GatewayConfiguration configuration, EmailAddress address)
    {
        if (Split(address, '+') is not var (own, part) || part.Length >= ReplyTag.Length)
            return false;
        if (part.Length > 0 && !Base32.IsEncoded(part))
            return false;
        return OwnAddresses.IsCatchall(configuration, own)
            || (IsPartOfTag(part) && OwnAddresses.FindAliases(configuration, own).Count > 0);
    }

    private static bool IsHyphened(GatewayConfiguration configuration, EmailAddress address) =>
        Split(address, '-') is var (own, part)
        && part.Length <= ReplyTag.Length
        && IsPartOfTag(part)
        && (OwnAddresses.IsCatchall(configuration, own) || OwnAddresses.FindAliases(configuration, own).Count > 0);

    private static bool IsPartOfTag(string part) =>
        part.Length >= ShortestPart && Base32.IsEncoded(part) && part.Any(char.IsAsciiDigit);

    private static (EmailAddress Own, string Part)? Split(EmailAddress address, char separator)
    {
        var at = address.LocalPart.LastIndexOf(separator);
        return at > 0 && EmailAddress.TryCreate($"{address.LocalPart[..at]}@{address.Domain}", null, out var own)
            ? (own, address.LocalPart[(at + 1)..])
            : null;
    }
}
