using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>Finds the reason in the text of a reply by the forms of <see cref="ReasonTable"/>.</summary>
internal static partial class ReasonMatcher
{
    private static readonly string[] Unavailable =
    [
        "mailbox unavailable",
        "mailbox not available",
        "mailbox is unavailable",
        "mailbox currently unavailable",
    ];

    /// <summary>
    /// The reason of the first section with a form in the text; <see cref="BounceReason.Unknown"/> without one.
    /// </summary>
    public static BounceReason Match(string text)
    {
        var reply = new SearchedReply(text, Normalize(text));
        foreach (var (reason, forms) in ReasonTable.Rows)
        {
            if (forms.Occur(reply))
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
    public static bool AnswersMailFrom(string text) => MailFrom().IsMatch(text);

    // Addresses and links may contain phrases of their own (spam@, /virus-detected), and folding inserts white space
    // anywhere.
    internal static string Normalize(string text)
    {
        var words = WhiteSpace().Replace(AddressOrLink().Replace(text, " "), " ").Replace('’', '\'').ToLowerInvariant();
        foreach (var (ignored, replacement) in ReasonTable.Ignored)
            words = words.Replace(ignored, replacement, StringComparison.Ordinal);
        return words;
    }

    [GeneratedRegex(
        """https?://\S+|<?[^\s<>()\[\]:;,"']+@[^\s<>()\[\]:;,"']+>?(?:\.\.\.)?""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex AddressOrLink();

    [GeneratedRegex("""\s+""", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(
        """(?:after|reply to|response to|following) (?:the )?MAIL FROM|\bMAIL FROM:[^\r\n]*[\r\n]+\s*(?:<<<)?\s*[45][0-9][0-9][ -]""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex MailFrom();
}
