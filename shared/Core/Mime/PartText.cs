using System.Text.Unicode;
using MimeKit;
using MimeKit.Encodings;
using Postern.Core.Charsets;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Decodes a text part: transfer encoding, charset and <c>format=flowed</c>; LF line ends and no NUL characters.
/// </summary>
internal static class PartText
{
    // Controls that texts have: tab, line ends, form feed, and the escape of ISO 2022.
    private const string TextControls = "\t\n\r\f\u001B";
    private const int LongestProbe = 4_096;

    public static string Read(MimePart part, BodyReading reading)
    {
        var (bytes, appended) = Decode(part, reading.Budget);
        reading.Budget.Take(3L * bytes.Length);
        var charset = CharsetOf(part, bytes.Span);
        var decoded = Clean(reading.Charsets.Decode(bytes.Span, charset));
        var text = part is TextPart { IsFlowed: true } ? FlowedText.Unflow(decoded, DeletesSpace(part)) : decoded;
        if (appended.IsEmpty)
            return text;
        reading.Budget.Take(3L * appended.Length);
        return $"{text.TrimEnd('\n')}\n{Clean(reading.Charsets.Decode(appended.Span, charset))}".TrimStart('\n');
    }

    public static string Clean(string text)
    {
        var lines = text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;
        return lines.Contains('\0', StringComparison.Ordinal)
            ? lines.Replace("\0", "", StringComparison.Ordinal)
            : lines;
    }

    /// <summary>Whether octets that name no type begin as a text: without control characters.</summary>
    public static bool IsText(MimePart part, ReadingBudget budget)
    {
        if (part.Content is not { } content)
            return false;
        budget.Take(LongestProbe);
        using var stream = content.Open();
        var buffer = new byte[LongestProbe];
        var probe = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        foreach (var b in probe)
        {
            if (b < ' ' && !TextControls.Contains((char)b, StringComparison.Ordinal))
                return false;
        }
        return Utf8.IsValid(probe) || CharsetDetector.Detect(probe) is not null;
    }

    private static (ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Appended) Decode(
        MimePart part,
        ReadingBudget budget
    )
    {
        if (part.Content is not { } content)
            return default;
        budget.Take(content.Stream?.Length ?? 0);
        var isBase64 = part.ContentTransferEncoding == ContentEncoding.Base64;
        using var buffer = new MemoryStream();
        if (isBase64)
            content.WriteTo(buffer);
        else
            content.DecodeTo(buffer);
        var written = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (!isBase64)
            return (written, default);
        var end = AppendedText.StartOf(written.Span);
        var decoder = new Base64Decoder();
        var output = new byte[decoder.EstimateOutputLength(end)];
        var length = decoder.Decode(buffer.GetBuffer(), 0, end, output);
        return (output.AsMemory(0, length), written[end..]);
    }

    // What HTML says of itself counts where its label says nothing.
    private static string? CharsetOf(MimePart part, ReadOnlySpan<byte> bytes)
    {
        var label = part.ContentType.Charset;
        if (!BodyCandidate.IsHtml(part) || CharsetNames.Find(label) is { CodePage: not 20127 })
            return label;
        return TextDecoding.CharsetOfHtml(bytes) ?? label;
    }

    private static bool DeletesSpace(MimePart part) =>
        part.ContentType.Parameters.TryGetValue("delsp", out string? value)
        && "yes".Equals(value, StringComparison.OrdinalIgnoreCase);
}
