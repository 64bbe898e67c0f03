using System.Globalization;
using Postern.Core.Html;
using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>Splits HTML by what its lines are. Every part keeps the elements around its text.</summary>
internal static class HtmlReply
{
    public static ReplyText Split(string html, bool asText, ReadingBudget budget, KnownQuote? known = null)
    {
        var document = HtmlLines.Read(html, budget);
        var lines = document.Lines.Select(ToReplyLine).ToList();
        var parts = known is null ? ReplySplitter.Split(lines, budget) : KnownReply.Split(lines, known, budget);
        var hasNew = lines.Where((line, i) => parts[i] == ReplyPart.New && !line.IsBlank).Any();
        if (!hasNew)
            return new ReplyText(asText ? HtmlText.FromHtml(html, budget) : html, "", "");
        return new ReplyText(Extract(ReplyPart.New), Extract(ReplyPart.Quoted), Extract(ReplyPart.Signature))
        {
            MayAnswerInQuote = ColouredAnswers.MayBeIn(document.Lines, parts),
        };

        string Extract(ReplyPart part) => asText ? Text(document, parts, part) : Html(document, parts, part);
    }

    /// <summary>The HTML without what it quotes of known messages.</summary>
    public static string Without(string html, KnownQuote known, ReadingBudget budget)
    {
        var document = HtmlLines.Read(html, budget);
        var parts = KnownReply.Mark([.. document.Lines.Select(ToReplyLine)], known, budget);
        return parts.Contains(ReplyPart.Quoted) ? Html(document, parts, ReplyPart.New) : html;
    }

    private static ReplyLine ToReplyLine(HtmlLine line)
    {
        var depth = line.Depth > 0 ? line.Depth : ReplyLine.OfText(line.Text).Depth;
        return new ReplyLine(line.Text, depth, line.Mark);
    }

    private static string Text(HtmlLines document, ReplyPart[] parts, ReplyPart part) =>
        string.Join('\n', document.Lines.Where((_, i) => parts[i] == part).Select(line => line.Quoted)).Trim();

    private static string Html(HtmlLines document, ReplyPart[] parts, ReplyPart part)
    {
        if (!parts.Contains(part))
            return "";
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var html = new HtmlWriter(writer);
        var line = 0;
        for (var i = 0; i < document.Tokens.Count; i++)
        {
            while (line < parts.Length && document.Lines[line].End <= i)
                line++;
            // Tokens after the last line belong to its part.
            html.Write(document.Tokens[i], parts[Math.Min(line, parts.Length - 1)] == part);
        }
        html.CloseAll();
        return writer.ToString().Trim();
    }
}
