using System.Text;
using AngleSharp;
using AngleSharp.Dom;

namespace Postern.Core.Html;

/// <summary>Decides what becomes of an element of received HTML whose attributes are sanitised.</summary>
/// <param name="element">The element.</param>
/// <param name="ancestors">The written elements around it, outermost first.</param>
/// <returns>Text that is written instead of the element and all of its content; null to write it.</returns>
internal delegate string? HtmlReplacement(IElement element, IReadOnlyList<IElement> ancestors);

/// <summary>
/// Writes the part of a tree that is allowed: elements that are not allowed are left out and their content is kept.
/// One pass without recursion.
/// </summary>
internal sealed class CleanHtmlWriter(ISet<string> allowedTags, IMarkupFormatter formatter)
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder text = new();
    private readonly Stack<Position> open = new();
    private readonly List<IElement> written = [];

    // A browser ignores a line feed that follows the tag of such an element.
    private bool mayLoseLineFeed;

    private readonly record struct Position(INode Node, IElement? Written, int Next);

    /// <summary>The allowed elements of a tree, in order.</summary>
    public IEnumerable<IElement> Allowed(IElement root)
    {
        var nodes = new Stack<INode>([root]);
        while (nodes.TryPop(out var node))
        {
            if (node is IElement element && IsAllowed(element) && node != root)
                yield return element;
            if (node is IElement other && !IsShown(other))
                continue;
            for (var i = node.ChildNodes.Length - 1; i >= 0; i--)
                nodes.Push(node.ChildNodes[i]);
        }
    }

    /// <summary>Writes the content of the root.</summary>
    public string Write(IElement root, CleanAttributes attributes, HtmlReplacement? replacement)
    {
        written.AddRange(root.GetAncestors().OfType<IElement>().Reverse().Append(root));
        open.Push(new Position(root, null, 0));
        while (open.TryPop(out var position))
        {
            if (position.Next == position.Node.ChildNodes.Length)
            {
                Close(position.Written);
                continue;
            }
            open.Push(position with { Next = position.Next + 1 });
            Write(position.Node.ChildNodes[position.Next], attributes, replacement);
        }
        WriteText();
        return output.ToString();
    }

    private void Write(INode node, CleanAttributes attributes, HtmlReplacement? replacement)
    {
        if (node is IText data)
            text.Append(data.Data);
        if (node is not IElement element || !IsShown(element))
            return;
        if (!IsAllowed(element))
        {
            open.Push(new Position(element, null, 0));
            return;
        }
        var clean = attributes.Of(element);
        if (replacement?.Invoke(clean, written) is { } words)
            text.Append(words);
        else
            Open(element, clean);
    }

    private void Open(IElement element, IElement clean)
    {
        WriteText();
        var closesItself = clean.Flags.HasFlag(NodeFlags.SelfClosing);
        output.Append(formatter.OpenTag(clean, closesItself));
        mayLoseLineFeed = !closesItself && clean.Flags.HasFlag(NodeFlags.LineTolerance);
        written.Add(clean);
        open.Push(new Position(element, clean, 0));
    }

    private void Close(IElement? element)
    {
        if (element is null)
            return;
        WriteText();
        mayLoseLineFeed = false;
        output.Append(formatter.CloseTag(element, element.Flags.HasFlag(NodeFlags.SelfClosing)));
        written.RemoveAt(written.Count - 1);
    }

    private void WriteText()
    {
        if (text.Length == 0)
            return;
        var node = written[0].Owner!.CreateTextNode(text.ToString());
        if (mayLoseLineFeed && node.Data.StartsWith('\n'))
            output.Append('\n');
        mayLoseLineFeed = false;
        output.Append(formatter.Text(node));
        text.Clear();
    }

    private bool IsAllowed(IElement element) => allowedTags.Contains(element.NodeName);

    // The text of other elements that are left out is kept; that of these is not meant for people.
    private bool IsShown(IElement element) =>
        IsAllowed(element) || element.LocalName is not ("script" or "style" or "title" or "template" or "xml");
}
