using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>One line of an HTML document as a reader sees it.</summary>
/// <param name="Text">The text, white space collapsed as a browser does.</param>
/// <param name="Depth">How many quoting elements it stands in.</param>
/// <param name="Mark">What the elements around it say about it.</param>
/// <param name="First">Index of the first token of the line.</param>
/// <param name="End">Index after its last token.</param>
internal sealed record HtmlLine(string Text, int Depth, LineMark Mark, int First, int End)
{
    /// <summary>The line as plain text shows it.</summary>
    public string Quoted => Depth == 0 ? Text : $"{new string('>', Math.Min(Depth, 9))} {Text}".TrimEnd();
}

/// <summary>
/// The tokens of an HTML document and the lines that they make. One pass, no recursion: depth and size cost no more than their length.
/// </summary>
internal sealed class HtmlLines
{
    private readonly List<HtmlToken> tokens = [];
    private readonly List<HtmlLine> lines = [];
    private readonly HtmlElements open = new();
    private readonly HtmlLineText text = new();
    private int first;

    private HtmlLines() { }

    public IReadOnlyList<HtmlToken> Tokens => tokens;

    public IReadOnlyList<HtmlLine> Lines => lines;

    public static HtmlLines Read(string html)
    {
        var result = new HtmlLines();
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        while (tokenizer.ReadNextToken(out var token))
            result.Add(token);
        result.Break();
        return result;
    }

    private void Add(HtmlToken token)
    {
        switch (token)
        {
            case HtmlTagToken { Id: HtmlTagId.Br }:
                tokens.Add(token);
                Break(evenEmpty: true);
                break;
            case HtmlTagToken tag:
                AddTag(tag);
                break;
            case HtmlDataToken data when open.IsShown && data.Kind == HtmlTokenKind.Data:
                AddText(data);
                break;
            default:
                tokens.Add(token);
                break;
        }
    }

    private void AddTag(HtmlTagToken tag)
    {
        var isBlock = HtmlElements.IsBlock(tag.Id);
        if (isBlock)
            Break();
        // The gap around a block stands outside of it, so that it is not part of a quote.
        if (isBlock && !tag.IsEndTag)
            Gap(tag.Id);
        tokens.Add(tag);
        if (tag.Id is HtmlTagId.TD or HtmlTagId.TH)
            text.Append(" ");
        if (!tag.IsEndTag)
        {
            open.Open(tag);
            return;
        }
        open.Close(tag.Id);
        if (isBlock)
            Gap(tag.Id);
    }

    private void Gap(HtmlTagId id)
    {
        if (!HtmlElements.HasGap(id) || lines is not [.., { Text.Length: > 0 }])
            return;
        lines.Add(new HtmlLine("", open.QuoteDepth, open.Mark, first, first));
    }

    private void AddText(HtmlDataToken data)
    {
        if (!open.IsPreformatted)
        {
            tokens.Add(data);
            text.AppendCollapsed(data.Data);
            return;
        }
        var pieces = data.Data.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < pieces.Length; i++)
        {
            tokens.Add(new HtmlDataToken(i < pieces.Length - 1 ? pieces[i] + "\n" : pieces[i]));
            text.Append(pieces[i]);
            if (i < pieces.Length - 1)
                Break(evenEmpty: true);
        }
    }

    private void Break(bool evenEmpty = false)
    {
        var line = text.Take();
        if (line.Length > 0 || evenEmpty)
        {
            lines.Add(new HtmlLine(line, open.QuoteDepth, open.Mark, first, tokens.Count));
            first = tokens.Count;
        }
    }
}
