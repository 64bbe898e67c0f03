using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>
/// Writes some tokens of a document as well-formed HTML: text and images only where they belong to the part, elements only
/// when something is written inside, every element that was opened closed in order.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly List<HtmlTagToken> open = [];
    private readonly Dictionary<HtmlTagId, int> openOf = [];
    private int written;

    public void Write(HtmlToken token, bool belongs)
    {
        switch (token)
        {
            case HtmlTagToken { IsEndTag: true } end:
                Close(end.Id);
                break;
            case HtmlTagToken tag when HtmlElements.IsVoid(tag.Id) || tag.IsEmptyElement:
                if (belongs)
                    WriteInside(tag);
                break;
            case HtmlTagToken tag:
                open.Add(tag);
                openOf[tag.Id] = openOf.GetValueOrDefault(tag.Id) + 1;
                break;
            default:
                if (belongs && token.Kind is not HtmlTokenKind.Comment)
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
        if (openOf.GetValueOrDefault(id) == 0)
            return;
        while (open[^1].Id != id)
            Pop();
        Pop();
    }

    private void Pop()
    {
        var tag = open[^1];
        open.RemoveAt(open.Count - 1);
        openOf[tag.Id]--;
        if (written <= open.Count)
            return;
        new HtmlTagToken(tag.Name, true).WriteTo(output);
        written = open.Count;
    }

    private void WriteInside(HtmlToken token)
    {
        for (; written < open.Count; written++)
            open[written].WriteTo(output);
        token.WriteTo(output);
    }
}
