using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Postern.Core.Html;

/// <summary>
/// Sanitises the attributes of elements. Copies of the elements are sanitised in groups outside the document: the
/// sanitiser searches all siblings of an element for many things that it does, which takes quadratic time.
/// </summary>
internal sealed class CleanAttributes
{
    private const int GroupSize = 32;

    private readonly HtmlSanitizer sanitizer;
    private readonly IHtmlDocument document = HtmlSanitizer.DefaultHtmlParserFactory().ParseDocument("");
    private readonly Dictionary<string, IElement> copies = new(StringComparer.Ordinal);
    private readonly HashSet<string> styles = new(StringComparer.Ordinal);

    public CleanAttributes(HtmlSanitizer sanitizer, IEnumerable<IElement> elements)
    {
        this.sanitizer = sanitizer;
        // Most elements of a mail have the attributes of another one.
        foreach (var group in elements.Where(HasAttributes).DistinctBy(KeyOf).Chunk(GroupSize))
            Sanitize(group);
    }

    /// <summary>An element like this one with sanitised attributes, without its content.</summary>
    public IElement Of(IElement element) => HasAttributes(element) ? copies[KeyOf(element)] : element;

    private static bool HasAttributes(IElement element) => element.Attributes.Length > 0;

    private string KeyOf(IElement element) => sanitizer.OutputFormatter.OpenTag(element, false) + element.NamespaceUri;

    private void Sanitize(IElement[] group)
    {
        var container = (IHtmlElement)document.CreateElement("div");
        foreach (var element in group)
        {
            var copy = (IElement)document.Import(element, deep: false);
            if (copy.GetAttribute("style") is { } style && !MayKeep(style))
                copy.RemoveAttribute("style");
            copies[KeyOf(element)] = copy;
            container.AppendChild(copy);
        }
        sanitizer.SanitizeDom(document, container);
    }

    private bool MayKeep(string style) =>
        style.Length <= HtmlLimits.Style
        && (styles.Contains(style) || (styles.Count < HtmlLimits.Styles && styles.Add(style)));
}
