using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>The elements that are open at one point of an HTML document, and what they mean for the text there.</summary>
internal sealed class HtmlElements
{
    private readonly Stack<Element> stack = new();
    private readonly Dictionary<HtmlTagId, int> openOf = [];
    private int hidden;
    private int preformatted;
    private LineMark rest;

    private sealed record Element(HtmlTagId Id, LineMark Mark, int QuoteDepth);

    public int QuoteDepth => stack.TryPeek(out var top) ? top.QuoteDepth : 0;

    public bool IsShown => hidden == 0;

    public bool IsPreformatted => preformatted > 0;

    public LineMark Mark =>
        rest != LineMark.None ? rest
        : stack.TryPeek(out var top) ? top.Mark
        : LineMark.None;

    public void Open(HtmlTagToken tag)
    {
        var mark = HtmlMarks.Of(tag);
        if (mark is LineMark.Rest or LineMark.RestBeforeHeader && rest != LineMark.Rest)
            rest = mark;
        if (tag.IsEmptyElement || IsVoid(tag.Id))
            return;
        var inherited = stack.TryPeek(out var top) ? top.Mark : LineMark.None;
        var own = mark is LineMark.Quote or LineMark.Signature && inherited == LineMark.None ? mark : inherited;
        stack.Push(new Element(tag.Id, own, QuoteDepth + (tag.Id == HtmlTagId.BlockQuote ? 1 : 0)));
        Count(tag.Id, 1);
    }

    public void Close(HtmlTagId id)
    {
        if (openOf.GetValueOrDefault(id) == 0)
            return;
        Element closed;
        do
        {
            closed = stack.Pop();
            Count(closed.Id, -1);
        } while (closed.Id != id);
    }

    public static bool IsBlock(HtmlTagId id) =>
        id
            is HtmlTagId.Address
                or HtmlTagId.Article
                or HtmlTagId.Aside
                or HtmlTagId.BlockQuote
                or HtmlTagId.Body
                or HtmlTagId.Center
                or HtmlTagId.DD
                or HtmlTagId.Details
                or HtmlTagId.Div
                or HtmlTagId.DL
                or HtmlTagId.DT
                or HtmlTagId.FieldSet
                or HtmlTagId.Figure
                or HtmlTagId.Footer
                or HtmlTagId.Form
                or HtmlTagId.H1
                or HtmlTagId.H2
                or HtmlTagId.H3
                or HtmlTagId.H4
                or HtmlTagId.H5
                or HtmlTagId.H6
                or HtmlTagId.Head
                or HtmlTagId.Header
                or HtmlTagId.HR
                or HtmlTagId.Html
                or HtmlTagId.LI
                or HtmlTagId.Main
                or HtmlTagId.Nav
                or HtmlTagId.OL
                or HtmlTagId.P
                or HtmlTagId.Pre
                or HtmlTagId.Section
                or HtmlTagId.Table
                or HtmlTagId.TR
                or HtmlTagId.UL
                or HtmlTagId.Style
                or HtmlTagId.Script
                or HtmlTagId.Title;

    public static bool HasGap(HtmlTagId id) =>
        id
            is HtmlTagId.P
                or HtmlTagId.BlockQuote
                or HtmlTagId.H1
                or HtmlTagId.H2
                or HtmlTagId.H3
                or HtmlTagId.H4
                or HtmlTagId.UL
                or HtmlTagId.OL
                or HtmlTagId.Table
                or HtmlTagId.Pre
                or HtmlTagId.HR;

    private static bool IsHidden(HtmlTagId id) => id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title;

    public static bool IsVoid(HtmlTagId id) =>
        id
            is HtmlTagId.Area
                or HtmlTagId.Base
                or HtmlTagId.Br
                or HtmlTagId.Col
                or HtmlTagId.Embed
                or HtmlTagId.HR
                or HtmlTagId.Image
                or HtmlTagId.Input
                or HtmlTagId.Link
                or HtmlTagId.Meta
                or HtmlTagId.Param
                or HtmlTagId.Source
                or HtmlTagId.Track
                or HtmlTagId.Wbr;

    private void Count(HtmlTagId id, int change)
    {
        openOf[id] = openOf.GetValueOrDefault(id) + change;
        if (IsHidden(id))
            hidden += change;
        if (id is HtmlTagId.Pre or HtmlTagId.TextArea)
            preformatted += change;
    }
}
