using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>Finds the reason in the text of a reply by the phrases of <see cref="ReasonTable"/>.</summary>
internal static partial class ReasonMatcher
{
    private static readonly string[] Unavailable = ["mailbox unavailable", "mailbox not available"];

    /// <summary>
    /// The reason of the first row with a phrase in the text; <see cref="BounceReason.Unknown"/> without one.
    /// </summary>
    public static BounceReason Match(string text)
    {
        var normalized = Normalize(text);
        foreach (var (reason, phrases) in ReasonTable.Rows)
        {
            if (Array.Exists(phrases, normalized.Contains))
                return reason;
        }
        return BounceReason.Unknown;
    }

    /// <summary>
    /// Whether the text is the standard "mailbox unavailable" (RFC 5321 §4.2.3), which servers send for a mailbox that
    /// does not exist, for one that is busy, and for policy.
    /// </summary>
    public static bool SaysUnavailable(string text) => Array.Exists(Unavailable, Normalize(text).Contains);

    /// <summary>
    /// Whether the server rejected MAIL FROM, so that "no such user" or "no such domain" means the sender.
    /// </summary>
    public static bool AnswersMailFrom(string text) =>
        text.Contains("after MAIL FROM", StringComparison.OrdinalIgnoreCase)
        || text.Contains("reply to MAIL FROM", StringComparison.OrdinalIgnoreCase);

    // Addresses and links may contain phrases of their own (spam@, /virus-detected), and folding inserts white space
    // anywhere. Postfix calls delivery from its own queue "suspended", and IronPort prefixes "Unknown address error" to
    // other servers' texts.
    internal static string Normalize(string text) =>
        WhiteSpace()
            .Replace(AddressOrLink().Replace(text, " "), " ")
            .Replace('’', '\'')
            .ToLowerInvariant()
            .Replace("delivery temporarily suspended", "", StringComparison.Ordinal)
            .Replace("unknown address error", "", StringComparison.Ordinal);

    [GeneratedRegex(
        """https?://\S+|<?[^\s<>()\[\]:;,"']+@[^\s<>()\[\]:;,"']+>?(?:\.\.\.)?""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex AddressOrLink();

    [GeneratedRegex("""\s+""", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
