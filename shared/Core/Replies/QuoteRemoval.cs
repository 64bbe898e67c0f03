using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>Removes what a mail quotes of known messages, and nothing else of it.</summary>
internal static class QuoteRemoval
{
    /// <summary>The text without the quotes; the same object where it has none.</summary>
    public static string FromText(string text, KnownQuote known)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var parts = KnownReply.Mark([.. lines.Select(ReplyLine.OfText)], known, ReadingBudget.Unlimited);
        if (!parts.Contains(ReplyPart.Quoted))
            return text;
        return string.Join('\n', lines.Where((_, i) => parts[i] == ReplyPart.New)).Trim('\n', ' ', '\t');
    }

    /// <summary>The HTML without the quotes; the same object where it has none.</summary>
    public static string FromHtml(string html, KnownQuote known) =>
        HtmlReply.Without(html, known, ReadingBudget.Unlimited);
}
