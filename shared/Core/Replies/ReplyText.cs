using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>
/// A mail's body in three parts that together contain all of it: new text, quoted text and signature. When no new text
/// is found, the whole body counts as new.
/// </summary>
/// <param name="New">What the author wrote in this mail; "" only when the body is empty.</param>
/// <param name="Quoted">Quoted earlier mail with its attribution lines, or "".</param>
/// <param name="Signature">The signature below the new text, or "".</param>
public sealed record ReplyText(string New, string Quoted, string Signature)
{
    /// <summary>
    /// Whether lines of a quote without marks stand out by their colour from others: the author may have answered
    /// there.
    /// </summary>
    public bool MayAnswerInQuote { get; init; }

    /// <summary>Splits plain text in time proportional to its length.</summary>
    public static ReplyText FromText(string text) => FromText(text, ReadingBudget.Unlimited);

    /// <summary>Splits HTML into parts that are HTML themselves.</summary>
    public static ReplyText FromHtml(string html) => HtmlReply.Split(html, asText: false, ReadingBudget.Unlimited);

    /// <summary>Splits HTML into parts of plain text.</summary>
    public static ReplyText TextFromHtml(string html) => TextFromHtml(html, ReadingBudget.Unlimited);

    internal static ReplyText TextFromHtml(string html, ReadingBudget budget, KnownQuote? known = null) =>
        HtmlReply.Split(html, asText: true, budget, known);

    internal static ReplyText FromText(string text, ReadingBudget budget, KnownQuote? known = null)
    {
        var lines = ReplyAttribution
            .OnOwnLines(text.ReplaceLineEndings("\n").Split('\n'))
            .Select(ReplyLine.OfText)
            .ToList();
        var parts = known is null ? ReplySplitter.Split(lines, budget) : KnownReply.Split(lines, known, budget);
        var newText = Extract(ReplyPart.New);
        return string.IsNullOrWhiteSpace(newText)
            ? new ReplyText(text.Trim(), "", "")
            : new ReplyText(newText, Extract(ReplyPart.Quoted), Extract(ReplyPart.Signature));

        string Extract(ReplyPart part) =>
            string.Join('\n', lines.Where((_, i) => parts[i] == part).Select(line => line.Text)).Trim('\n', ' ', '\t');
    }
}
