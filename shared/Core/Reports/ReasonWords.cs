using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>Finds the reason in the words of a reply (<see cref="ReasonTable"/>).</summary>
internal static partial class ReasonWords
{
    private static readonly string[] Unavailable = ["mailbox unavailable", "mailbox not available"];

    public static BounceReason Of(string text)
    {
        var plain = Plain(text);
        foreach (var (reason, words) in ReasonTable.Rows)
        {
            if (Array.Exists(words, plain.Contains))
                return reason;
        }
        return BounceReason.Unknown;
    }

    /// <summary>Whether it says what RFC 5321 §4.2.3 has a server say of a mailbox that is not there, of one that is busy, and of policy.</summary>
    public static bool SaysUnavailable(string text) => Array.Exists(Unavailable, Plain(text).Contains);

    /// <summary>Whether the server answered the sender's address, so that "no such user" or "no such domain" is said of the sender.</summary>
    public static bool AnswersMailFrom(string text) =>
        text.Contains("after MAIL FROM", StringComparison.OrdinalIgnoreCase)
        || text.Contains("reply to MAIL FROM", StringComparison.OrdinalIgnoreCase);

    // Addresses and links hold words of their own: spam@, /virus-detected. Folding puts white space anywhere. Postfix says of its own
    // queue that it is suspended, and IronPort sets "Unknown address error" before every other server's words.
    private static string Plain(string text) =>
        Spaces()
            .Replace(Names().Replace(text, " "), " ")
            .Replace('’', '\'')
            .ToLowerInvariant()
            .Replace("delivery temporarily suspended", "", StringComparison.Ordinal)
            .Replace("unknown address error", "", StringComparison.Ordinal);

    [GeneratedRegex(
        """https?://\S+|<?[^\s<>()\[\]:;,"']+@[^\s<>()\[\]:;,"']+>?(?:\.\.\.)?""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Names();

    [GeneratedRegex("""\s+""", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
