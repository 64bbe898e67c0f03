using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>The elements that are open at one point of an HTML document, and their effect on the text there.</summary>
internal sealed class HtmlElements
{
    private readonly Stack<Element> stack = new();
    private readonly Dictionary<HtmlTagId, int> openCounts = [];
    private int hidden;
    private int preformatted;
    private LineMark toEnd;

    private sealed record Element(HtmlTagId Id, LineMark Mark, int QuoteDepth, bool IsColoured);

    public int QuoteDepth => stack.TryPeek(out var top) ? top.QuoteDepth : 0;

    /// <summary>Whether the current text has a colour of its own, other than shades of grey; links never have.</summary>
    public bool IsColoured => stack.TryPeek(out var top) && top.IsColoured;

    public bool IsShown => hidden == 0;

    public bool IsPreformatted => preformatted > 0;

    /// <summary>
    /// The mark of the current text: one that applies to the end of the document precedes that of the element.
    /// </summary>
    public LineMark Mark => toEnd != LineMark.None ? toEnd : ElementMark;

    private LineMark ElementMark => stack.TryPeek(out var top) ? top.Mark : LineMark.None;

    public void Open(HtmlTagToken tag)
    {
        var mark = HtmlMarks.Of(tag);
        if (mark == LineMark.QuoteToEnd || (mark == LineMark.DividerBeforeHeader && toEnd != LineMark.QuoteToEnd))
            toEnd = mark;
        if (tag.IsEmptyElement || HtmlTags.IsVoid(tag.Id))
            return;
        // The outermost mark applies to everything inside.
        var isOutermost = ElementMark == LineMark.None && mark is LineMark.Quote or LineMark.Signature;
        var quoteDepth = QuoteDepth + (tag.Id == HtmlTagId.BlockQuote ? 1 : 0);
        var isColoured = tag.Id != HtmlTagId.A && (HtmlColours.Of(tag) ?? IsColoured);
        stack.Push(new Element(tag.Id, isOutermost ? mark : ElementMark, quoteDepth, isColoured));
        Count(tag.Id, 1);
    }

    public void Close(HtmlTagId id)
    {
        if (openCounts.GetValueOrDefault(id) == 0)
            return;
        Element closed;
        do
        {
            closed = stack.Pop();
            Count(closed.Id, -1);
        } while (closed.Id != id);
    }

    private void Count(HtmlTagId id, int change)
    {
        openCounts[id] = openCounts.GetValueOrDefault(id) + change;
        if (HtmlTags.IsHidden(id))
            hidden += change;
        if (HtmlTags.IsPreformatted(id))
            preformatted += change;
    }
}
