using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Decodes a text part: transfer encoding, charset and <c>format=flowed</c>; LF line ends and no NUL characters.
/// </summary>
internal static class PartText
{
    public static string Read(TextPart part, ReadingBudget budget)
    {
        if (part.Content is null)
            return "";
        using var buffer = new MemoryStream();
        budget.Take(part.Content.Stream?.Length ?? 0);
        part.Content.DecodeTo(buffer);
        budget.Take(3 * buffer.Length);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        var charset = part.ContentType.Charset ?? (part.IsHtml ? TextDecoding.CharsetOfHtml(bytes) : null);
        var text = Clean(TextDecoding.Decode(bytes, charset));
        return part.IsFlowed ? FlowedText.Unflow(text, DeletesSpace(part)) : text;
    }

    public static string Clean(string text)
    {
        var lines = text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;
        return lines.Contains('\0', StringComparison.Ordinal)
            ? lines.Replace("\0", "", StringComparison.Ordinal)
            : lines;
    }

    private static bool DeletesSpace(TextPart part) =>
        part.ContentType.Parameters.TryGetValue("delsp", out string? value)
        && "yes".Equals(value, StringComparison.OrdinalIgnoreCase);
}
