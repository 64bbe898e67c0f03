using System.Globalization;
using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>Splits HTML by the meaning of its lines. Every part keeps the elements that its text stands in.</summary>
internal static class HtmlReply
{
    public static ReplyText Split(string html, bool asText)
    {
        var document = HtmlLines.Read(html);
        var lines = document.Lines.Select(Line).ToList();
        var parts = ReplySplitter.Split(lines);
        var found = new ReplyText(Of(ReplyPart.New), Of(ReplyPart.Quoted), Of(ReplyPart.Signature));
        var hasNew = lines.Where((line, i) => parts[i] == ReplyPart.New && !line.IsBlank).Any();
        return hasNew ? found : new ReplyText(asText ? HtmlText.FromHtml(html) : html, "", "");

        string Of(ReplyPart part) => asText ? Text(document, parts, part) : Html(document, parts, part);
    }

    private static ReplyLine Line(HtmlLine line) =>
        new(line.Text, line.Depth > 0 ? line.Depth : ReplyLine.OfText(line.Text).Depth, line.Mark);

    private static string Text(HtmlLines document, ReplyPart[] parts, ReplyPart part) =>
        string.Join('\n', document.Lines.Where((_, i) => parts[i] == part).Select(line => line.Quoted)).Trim();

    private static string Html(HtmlLines document, ReplyPart[] parts, ReplyPart part)
    {
        if (!Array.Exists(parts, p => p == part))
            return "";
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var kept = new HtmlWriter(writer);
        var (line, lines) = (0, document.Lines);
        for (var i = 0; i < document.Tokens.Count; i++)
        {
            while (line < lines.Count && lines[line].End <= i)
                line++;
            kept.Write(
                document.Tokens[i],
                line < lines.Count ? parts[line] == part : parts.Length == 0 || parts[^1] == part
            );
        }
        kept.CloseAll();
        return writer.ToString().Trim();
    }
}
