using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Postern.Core.Html;

/// <summary>
/// Creates the elements of a tree and counts them, also those that the parser copies: an open <c>&lt;b&gt;</c>,
/// <c>&lt;font&gt;</c> or <c>&lt;a&gt;</c> is copied into every block that follows.
/// </summary>
/// <param name="tags">The tags of the HTML.</param>
internal sealed class CountedElements(int tags) : IElementFactory<Document, HtmlElement>
{
    private readonly int most = Math.Min(HtmlLimits.Elements, tags + HtmlLimits.Copies);

    private static readonly IElementFactory<Document, HtmlElement> Elements = BrowsingContext
        .New()
        .GetService<IElementFactory<Document, HtmlElement>>()!;

    private int count;

    /// <summary>Whether elements are still counted; those that are made after the tree is complete are not.</summary>
    public bool IsCounting { get; set; } = true;

    public HtmlElement Create(Document document, string localName, string? prefix, NodeFlags flags)
    {
        if (IsCounting && ++count > most)
            throw new HtmlLimitException();
        return Elements.Create(document, localName, prefix, flags);
    }
}
