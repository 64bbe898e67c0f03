namespace Postern.Core.Replies;

/// <summary>
/// A mail's body in three parts that together hold all of it: what was written now, what was quoted, and the signature.
/// When nothing new is found, the whole body counts as new.
/// </summary>
/// <param name="New">What the author wrote now; empty only when the body is.</param>
/// <param name="Quoted">Quoted earlier mail with the lines that introduce it, or "".</param>
/// <param name="Signature">The signature below the new text, or "".</param>
public sealed record ReplyText(string New, string Quoted, string Signature)
{
    /// <summary>Splits plain text. The time is proportional to the length.</summary>
    public static ReplyText FromText(string text)
    {
        var lines = ReplyAttribution
            .OnOwnLines(text.ReplaceLineEndings("\n").Split('\n'))
            .Select(ReplyLine.OfText)
            .ToList();
        var parts = ReplySplitter.Split(lines);
        return WithNew(new ReplyText(Of(ReplyPart.New), Of(ReplyPart.Quoted), Of(ReplyPart.Signature)), text);

        string Of(ReplyPart part) =>
            string.Join('\n', lines.Where((_, i) => parts[i] == part).Select(line => line.Text)).Trim('\n', ' ', '\t');
    }

    /// <summary>Splits HTML into parts that are HTML themselves.</summary>
    public static ReplyText FromHtml(string html) => HtmlReply.Split(html, asText: false);

    /// <summary>Splits HTML into parts of plain text.</summary>
    public static ReplyText TextFromHtml(string html) => HtmlReply.Split(html, asText: true);

    private static ReplyText WithNew(ReplyText parts, string whole) =>
        string.IsNullOrWhiteSpace(parts.New) ? new ReplyText(whole.Trim(), "", "") : parts;
}
