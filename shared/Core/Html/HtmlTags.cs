using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>How browsers display the elements of HTML.</summary>
internal static class HtmlTags
{
    /// <summary>The element begins and ends a line.</summary>
    // csharpier-ignore
    public static bool IsBlock(HtmlTagId id) =>
        id is
            HtmlTagId.Address or HtmlTagId.Article or HtmlTagId.Aside or HtmlTagId.BlockQuote or HtmlTagId.Body
            or HtmlTagId.Center or HtmlTagId.DD or HtmlTagId.Details or HtmlTagId.Div or HtmlTagId.DL or HtmlTagId.DT
            or HtmlTagId.FieldSet or HtmlTagId.Figure or HtmlTagId.Footer or HtmlTagId.Form or HtmlTagId.H1
            or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6 or HtmlTagId.Head
            or HtmlTagId.Header or HtmlTagId.HR or HtmlTagId.Html or HtmlTagId.LI or HtmlTagId.Main or HtmlTagId.Nav
            or HtmlTagId.OL or HtmlTagId.P or HtmlTagId.Pre or HtmlTagId.Section or HtmlTagId.Table or HtmlTagId.TR
            or HtmlTagId.UL or HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title;

    /// <summary>An empty line separates the element from its surroundings.</summary>
    // csharpier-ignore
    public static bool HasGap(HtmlTagId id) =>
        id is
            HtmlTagId.P or HtmlTagId.BlockQuote or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4
            or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Table or HtmlTagId.Pre or HtmlTagId.HR;

    /// <summary>The element has no content and no end tag.</summary>
    // csharpier-ignore
    public static bool IsVoid(HtmlTagId id) =>
        id is
            HtmlTagId.Area or HtmlTagId.Base or HtmlTagId.Br or HtmlTagId.Col or HtmlTagId.Embed or HtmlTagId.HR
            or HtmlTagId.Image or HtmlTagId.Input or HtmlTagId.Link or HtmlTagId.Meta or HtmlTagId.Param
            or HtmlTagId.Source or HtmlTagId.Track or HtmlTagId.Wbr;

    public static bool IsHidden(HtmlTagId id) => id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title;

    public static bool IsPreformatted(HtmlTagId id) => id is HtmlTagId.Pre or HtmlTagId.TextArea;
}
