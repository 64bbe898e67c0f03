using System.Globalization;
using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>The lists that are open, and the mark that the next line begins with: <c>- </c> or <c>1. </c>.</summary>
internal sealed class HtmlLists
{
    // Deeper lists are indented like those of this depth.
    private const int DeepestIndent = 8;
    private const int Indent = 2;

    private readonly Stack<List> lists = new();
    private string mark = "";

    private sealed class List(bool isNumbered, int next)
    {
        public bool IsNumbered { get; } = isNumbered;

        public int Next { get; set; } = next;
    }

    public void Open(HtmlTagToken tag)
    {
        if (tag.Id is HtmlTagId.UL or HtmlTagId.OL)
            lists.Push(new List(tag.Id == HtmlTagId.OL, NumberOf(tag, HtmlAttributeId.Start) ?? 1));
        else if (tag.Id == HtmlTagId.LI)
            mark = MarkOf(tag);
    }

    public void Close(HtmlTagId id)
    {
        if (id is not (HtmlTagId.UL or HtmlTagId.OL))
            return;
        lists.TryPop(out _);
        mark = "";
    }

    /// <summary>The mark of the line that is written now; "" when it does not begin an item.</summary>
    public string TakeMark()
    {
        var taken = mark;
        mark = "";
        return taken;
    }

    private string MarkOf(HtmlTagToken item)
    {
        var indent = new string(' ', Indent * Math.Clamp(lists.Count - 1, 0, DeepestIndent));
        if (!lists.TryPeek(out var list) || !list.IsNumbered)
            return $"{indent}- ";
        list.Next = NumberOf(item, HtmlAttributeId.Value) ?? list.Next;
        return string.Create(CultureInfo.InvariantCulture, $"{indent}{list.Next++}. ");
    }

    private static int? NumberOf(HtmlTagToken tag, HtmlAttributeId id)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (
                attribute.Id == id
                && int.TryParse(
                    attribute.Value,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                return number;
        }
        return null;
    }
}
