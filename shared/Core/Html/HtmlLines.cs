using MimeKit.Text;
using Postern.Core.Text;

namespace Postern.Core.Html;

/// <summary>One line of an HTML document as a browser displays it.</summary>
/// <param name="Text">The text with collapsed white space.</param>
/// <param name="Depth">Number of blockquote elements around it.</param>
/// <param name="Mark">What the elements around it mark it as.</param>
/// <param name="First">Index of its first token.</param>
/// <param name="End">Index after its last token.</param>
internal sealed record HtmlLine(string Text, int Depth, LineMark Mark, int First, int End)
{
    /// <summary>Whether all of its text has a colour that stands out.</summary>
    public bool IsColoured { get; init; }

    /// <summary>The line in plain text, with its quote marks.</summary>
    public string Quoted => Depth == 0 ? Text : $"{new string('>', Math.Min(Depth, 9))} {Text}".TrimEnd();
}

/// <summary>
/// The tokens of an HTML document and the lines that they form. One pass without recursion: the time is linear in the
/// length, whatever the depth.
/// </summary>
internal sealed class HtmlLines
{
    private readonly List<HtmlToken> tokens = [];
    private readonly List<HtmlLine> lines = [];
    private readonly HtmlElements open = new();
    private readonly HtmlLineText text = new();
    private int firstToken;
    private bool hasPlain;
    private bool hasColour;

    private HtmlLines() { }

    public IReadOnlyList<HtmlToken> Tokens => tokens;

    public IReadOnlyList<HtmlLine> Lines => lines;

    public static HtmlLines Read(string html, ReadingBudget budget)
    {
        budget.Take(2L * html.Length);
        var result = new HtmlLines();
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        while (tokenizer.ReadNextToken(out var token))
        {
            budget.TakePieces(1);
            result.Add(token);
        }
        result.EndLine();
        return result;
    }

    private void Add(HtmlToken token)
    {
        switch (token)
        {
            case HtmlTagToken { Id: HtmlTagId.Br }:
                tokens.Add(token);
                EndLine(evenEmpty: true);
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
        var isBlock = HtmlTags.IsBlock(tag.Id);
        if (isBlock)
            EndLine();
        // The gap around a block is outside of it, so that it is not part of a quote.
        if (isBlock && !tag.IsEndTag)
            AddGap(tag.Id);
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
            AddGap(tag.Id);
    }

    private void AddGap(HtmlTagId id)
    {
        if (HtmlTags.HasGap(id) && lines is [.., { Text.Length: > 0 }])
            lines.Add(new HtmlLine("", open.QuoteDepth, open.Mark, firstToken, firstToken));
    }

    private void AddText(HtmlDataToken data)
    {
        if (!string.IsNullOrWhiteSpace(data.Data))
            (hasColour, hasPlain) = (hasColour || open.IsColoured, hasPlain || !open.IsColoured);
        if (!open.IsPreformatted)
        {
            tokens.Add(data);
            text.AppendCollapsed(data.Data);
            return;
        }
        var pieces = data.Data.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < pieces.Length; i++)
        {
            var endsLine = i < pieces.Length - 1;
            tokens.Add(new HtmlDataToken(endsLine ? pieces[i] + "\n" : pieces[i]));
            text.Append(pieces[i]);
            if (endsLine)
                EndLine(evenEmpty: true);
        }
    }

    private void EndLine(bool evenEmpty = false)
    {
        var line = text.Finish();
        if (line.Length == 0 && !evenEmpty)
            return;
        var isColoured = hasColour && !hasPlain;
        lines.Add(new HtmlLine(line, open.QuoteDepth, open.Mark, firstToken, tokens.Count) { IsColoured = isColoured });
        (firstToken, hasColour, hasPlain) = (tokens.Count, false, false);
    }
}
