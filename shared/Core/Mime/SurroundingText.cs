using MimeKit;

namespace Postern.Core.Mime;

/// <summary>The text of a multipart that is in none of its parts (RFC 2046 §5.1.1).</summary>
internal static class SurroundingText
{
    // A longer one is no sentence for old programs.
    private const int LongestHint = 1_000;

    /// <summary>All of it.</summary>
    public static BodySegment? Of(Multipart multipart) => Join([multipart.Preamble, multipart.Epilogue]);

    /// <summary>What a person may have written: not the sentence for programs that know no MIME.</summary>
    public static BodySegment? Written(Multipart multipart) =>
        Join([.. new[] { multipart.Preamble, multipart.Epilogue }.Where(text => !IsHint(text))]);

    private static bool IsHint(string? text) =>
        text is { Length: < LongestHint }
        && (
            text.Contains("MIME", StringComparison.OrdinalIgnoreCase)
            || text.Contains("multipart message", StringComparison.OrdinalIgnoreCase)
            || text.Contains("multi-part message", StringComparison.OrdinalIgnoreCase)
        );

    private static BodySegment? Join(string?[] texts)
    {
        var text = string.Join('\n', texts.Where(part => !string.IsNullOrWhiteSpace(part)));
        return text.Length > 0 ? new BodySegment(PartText.Clean(text), null) : null;
    }
}
