using System.Text.RegularExpressions;
using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>The addresses of the mailing lists that a mail came through.</summary>
internal static partial class ListAddresses
{
    private const int Most = 20;

    // Of list servers from before RFC 2369.
    private static readonly string[] Older = ["Mailing-List", "X-Mailing-List", "X-BeenThere"];

    /// <summary>List-Post (RFC 2369 §3.4) and the fields that older servers write, each address once.</summary>
    public static IReadOnlyList<EmailAddress> Read(MailFields fields)
    {
        var posts = fields
            .Values("List-Post")
            .SelectMany(value => Mailto().Matches(value).Take(Most))
            .Select(match => Uri.UnescapeDataString(match.Groups["address"].Value))
            .Select(text => EmailAddress.TryParse(text, out var address) ? address : null)
            .OfType<EmailAddress>();
        return [.. posts.Concat(fields.Addresses(Older)).DistinctBy(address => address.Address)];
    }

    [GeneratedRegex(
        @"mailto:(?<address>[^<>?,\s]+)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mailto();
}
