using System.Net;
using System.Text;

namespace Postern.Functions.Reference;

/// <summary>Writes HTML. Whatever is not a tag is escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup of this program's own.</summary>
    public Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Adds an element with text in it; nothing when there is no text.</summary>
    public Html Element(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _text.Append('<').Append(name).Append('>').Append(Escape(text)).Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>Adds a link within the page.</summary>
    public Html Link(string anchor, string text) =>
        Raw("<a href=\"#").Raw(Escape(anchor)).Raw("\">").Raw(Escape(text)).Raw("</a>");

    /// <summary>Adds something that can be opened, which a link to its anchor opens.</summary>
    public Html Foldable(string anchor, Action<Html> summary, Action<Html> content)
    {
        Raw("<details><summary>");
        summary(this);
        Raw("</summary><div id=\"").Raw(Escape(anchor)).Raw("\">");
        content(this);
        return Raw("</div></details>\n");
    }

    public override string ToString() => _text.ToString();

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
