using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace Postern.Core.Html;

/// <summary>
/// Builds the tree of HTML as browsers do. What exceeds <see cref="HtmlLimits"/> ends the building where it is found.
/// </summary>
internal sealed class HtmlTree
{
    // The parser's own limit would flatten the tree without shortening its list of open elements.
    private const int Unlimited = HtmlLimits.Depth * 2;

    private readonly CountedElements elements;
    private readonly HtmlParser parser;
    private IElement? last;
    private int rootAttributes;

    private HtmlTree(int tags)
    {
        elements = new CountedElements(tags);
        var options = new HtmlParserOptions
        {
            // Browsers with scripting take the content of <noscript> as text.
            IsScripting = true,
            MaximumDepth = Unlimited,
            OnCreated = CheckDepth,
            ShouldEmitAttribute = CheckAttributes,
        };
        var configuration = AngleSharp.Configuration.Default.WithOnly<IElementFactory<Document, HtmlElement>>(elements);
        parser = new HtmlParser(options, BrowsingContext.New(configuration));
    }

    /// <summary>The document, with the HTML in its body; null when the HTML exceeds a limit.</summary>
    public static IHtmlDocument? Parse(string html)
    {
        var tags = html.AsSpan().Count('<');
        if (tags > HtmlLimits.Tags)
            return null;
        var tree = new HtmlTree(tags);
        try
        {
            var document = tree.parser.ParseDocument($"<!doctype html><html><body>{html}");
            tree.elements.IsCounting = false;
            return document;
        }
        catch (HtmlLimitException)
        {
            return null;
        }
    }

    // An element has its place in the tree only when the next one is created.
    private void CheckDepth(IElement created, TextPosition position)
    {
        var depth = 0;
        for (var element = last; element is not null; element = element.ParentElement)
            depth++;
        if (depth > HtmlLimits.Depth)
            throw new HtmlLimitException();
        last = created;
    }

    // Further tags <html> and <body> add their attributes to the elements that are there.
    private bool CheckAttributes(ref StructHtmlToken token, ReadOnlyMemory<char> name)
    {
        if (token.Name == "html" || token.Name == "body")
            rootAttributes++;
        return token.Attributes.Count < HtmlLimits.Attributes && rootAttributes < HtmlLimits.Attributes
            ? true
            : throw new HtmlLimitException();
    }
}
