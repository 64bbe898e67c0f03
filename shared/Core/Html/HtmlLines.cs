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

    /// <summary>
    /// The text with what browsers show in other ways: addresses of links, marks of lists, the words of images.
    /// </summary>
    public string Shown { get; init; } = Text;

    /// <summary>Whether it is no line of the text: it has nothing but what browsers show in other ways.</summary>
    public bool IsAdded { get; init; }

    /// <summary>The line in plain text, with its quote marks.</summary>
    public string Quoted => WithQuoteMarks(Shown);

    /// <summary>The same of the text alone.</summary>
    public string QuotedText => WithQuoteMarks(Text);

    private string WithQuoteMarks(string line) =>
        Depth == 0 ? line : $"{new string('>', Math.Min(Depth, 9))} {line}".TrimEnd();
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
    private readonly HtmlLink link = new();
    private readonly HtmlLists lists = new();
    private int firstToken;
    private bool hasPlain;
    private bool hasColour;
    private bool endsInText;

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
        AddMeaning(tag);
        if (!tag.IsEndTag)
        {
            open.Open(tag);
            return;
        }
        open.Close(tag.Id);
        if (isBlock)
            AddGap(tag.Id);
    }

    /// <summary>What a browser shows otherwise than as text.</summary>
    private void AddMeaning(HtmlTagToken tag)
    {
        if (tag.Id == HtmlTagId.A)
            link.Close(text);
        if (tag.IsEndTag)
            lists.Close(tag.Id);
        else
            lists.Open(tag);
        if (tag.IsEndTag || !open.IsShown)
            return;
        if (tag.Id == HtmlTagId.A)
            link.Open(tag, text.Length);
        else if (tag.Id == HtmlTagId.Image)
            AddImage(tag);
    }

    private void AddImage(HtmlTagToken tag)
    {
        link.AddImage();
        foreach (var attribute in tag.Attributes)
        {
            if (attribute is { Id: HtmlAttributeId.Alt, Value: { } words } && !string.IsNullOrWhiteSpace(words))
                text.Add(string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private void AddGap(HtmlTagId id)
    {
        if (!HtmlTags.HasGap(id) || !endsInText)
            return;
        lines.Add(new HtmlLine("", open.QuoteDepth, open.Mark, firstToken, firstToken));
        endsInText = false;
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
        link.EndLine(text);
        var (line, shown) = text.Finish();
        var isAdded = line.Length == 0 && !evenEmpty;
        if (isAdded && shown.Length == 0)
            return;
        lines.Add(
            new HtmlLine(line, open.QuoteDepth, open.Mark, firstToken, tokens.Count)
            {
                IsColoured = hasColour && !hasPlain,
                Shown = shown.Length == 0 ? "" : lists.TakeMark() + shown,
                IsAdded = isAdded,
            }
        );
        (firstToken, hasColour, hasPlain) = (tokens.Count, false, false);
        if (!isAdded)
            endsInText = line.Length > 0;
    }
}
