using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>
/// Writes a part of a document as well-formed HTML: text and images only where they belong to the part, elements only
/// if they have content, and all of them closed in order.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly List<HtmlTagToken> open = [];
    private readonly Dictionary<HtmlTagId, int> openCounts = [];
    private int writtenElements;

    public void Write(HtmlToken token, bool belongsToPart)
    {
        switch (token)
        {
            case HtmlTagToken { IsEndTag: true } end:
                Close(end.Id);
                break;
            case HtmlTagToken tag when HtmlTags.IsVoid(tag.Id) || tag.IsEmptyElement:
                if (belongsToPart)
                    WriteInside(tag);
                break;
            case HtmlTagToken tag:
                open.Add(tag);
                openCounts[tag.Id] = openCounts.GetValueOrDefault(tag.Id) + 1;
                break;
            default:
                if (belongsToPart && token.Kind is not HtmlTokenKind.Comment)
                    WriteInside(token);
                break;
        }
    }

    public void CloseAll()
    {
        while (open.Count > 0)
            Pop();
    }

    private void Close(HtmlTagId id)
    {
        if (openCounts.GetValueOrDefault(id) == 0)
            return;
        while (open[^1].Id != id)
            Pop();
        Pop();
    }

    private void Pop()
    {
        var tag = open[^1];
        open.RemoveAt(open.Count - 1);
        openCounts[tag.Id]--;
        if (writtenElements <= open.Count)
            return;
        new HtmlTagToken(tag.Name, true).WriteTo(output);
        writtenElements = open.Count;
    }

    private void WriteInside(HtmlToken token)
    {
        for (; writtenElements < open.Count; writtenElements++)
            open[writtenElements].WriteTo(output);
        token.WriteTo(output);
    }
}
