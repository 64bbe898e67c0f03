using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Mime;

namespace Postern.Core.Mail;

/// <summary>The header fields that a trusted server wrote, by where they stand.</summary>
/// <remarks>
/// A server writes above what it received. Trusted is what stands above the last of the Received fields that trusted
/// servers wrote in an unbroken run from the top, and what stands between the first trusted Authentication-Results
/// field and the next Received field. A sender can lengthen the run by forged fields, but not move or remove what
/// stands above them.
/// </remarks>
internal static partial class TrustedFields
{
    // Exchange appends it at the end, and removes those that come from outside (its header firewall).
    private const string OfExchange = "X-MS-Exchange-Organization-SCL";

    /// <summary>The fields, topmost first; none without a trusted server.</summary>
    /// <param name="headers">The header of the mail.</param>
    /// <param name="trusted">The trusted servers.</param>
    public static IReadOnlyList<Header> Of(HeaderList headers, TrustedHosts trusted)
    {
        var end = EndOf(headers, trusted);
        return end < 0 ? [] : [.. headers.Take(end), .. headers.Skip(end).Where(IsOfExchange)];
    }

    // Index of the first field that is not trusted by its place; -1 when no trusted server shows itself.
    private static int EndOf(HeaderList headers, TrustedHosts trusted)
    {
        var (end, inBlock) = (-1, false);
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].Id == HeaderId.Received)
            {
                var isTrusted = trusted.Covers(WriterOf(headers[i]));
                end = isTrusted || inBlock ? i : end;
                inBlock = false;
                if (!isTrusted)
                    break;
            }
            else if (headers[i].Id == HeaderId.AuthenticationResults && Wrote(trusted, headers[i]))
            {
                (end, inBlock) = (i, true);
            }
        }
        return end;
    }

    private static bool IsOfExchange(Header field) =>
        OfExchange.Equals(field.Field, StringComparison.OrdinalIgnoreCase);

    /// <summary>The server that wrote a Received field (RFC 5321 §4.4); null when it does not say.</summary>
    public static string? WriterOf(Header received) =>
        By().Match(received.Value) is { Success: true } match ? match.Groups["host"].Value : null;

    private static bool Wrote(TrustedHosts trusted, Header results)
    {
        var server = AuthenticationField.ServerOf(MailFields.Unfolded(results));
        return trusted.Contains(server) || trusted.Covers(server);
    }

    [GeneratedRegex("""(^|\s)by\s+(?<host>[^\s;()]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex By();
}
