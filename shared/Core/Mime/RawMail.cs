using System.Text;
using MimeKit;

namespace Postern.Core.Mime;

/// <summary>Repairs raw mail for a strict parser: bytes before the first field, and line ends.</summary>
internal static class RawMail
{
    // Larger fields are attacks: parsers take quadratic time for them.
    private const int LargestField = 256 * 1024;
    private const int MostFolds = 20_000;
    private const int MostFields = 10_000;
    private const int ManyFolds = 100;

    private static readonly HashSet<string> KnownFields = new(
        Enum.GetNames<HeaderId>(),
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The mail without a byte order mark and white space before its first line, and with a LF in its line ends. Copies
    /// only if it must.
    /// </summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> raw)
    {
        var start = raw.Span.StartsWith(Bom) ? Bom.Length : 0;
        var blank = raw.Span[start..].IndexOfAnyExcept(" \t\r\n\0"u8);
        return blank < 0 ? default : WithLineFeeds(raw[(start + blank)..]);
    }

    /// <summary>
    /// The mail from its next header field on, for a mail whose first line is not one; empty when there is none.
    /// </summary>
    public static ReadOnlyMemory<byte> FromNextField(ReadOnlyMemory<byte> mail)
    {
        while (mail.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            mail = mail[(end + 1)..];
            if (RawFields.StartsWithField(mail.Span))
                return mail;
        }
        return default;
    }

    /// <summary>
    /// The mail with an empty line after the last field of its header, where the text follows without one: at the first
    /// line that is no field when no known field follows it in the header. Copies only if it must.
    /// </summary>
    public static ReadOnlyMemory<byte> EndHeader(ReadOnlyMemory<byte> mail)
    {
        var (first, position) = (-1, 0);
        foreach (var range in mail.Span.Split((byte)'\n'))
        {
            var line = mail.Span[range].TrimEnd((byte)'\r');
            if (line.IsEmpty)
                break;
            var isField = RawFields.StartsWithField(line) || (first < 0 && line[0] is (byte)' ' or (byte)'\t');
            if (first < 0 && !isField && position > 0 && !line.StartsWith("From "u8) && !line.StartsWith(">From "u8))
                first = range.Start.Value;
            else if (first >= 0 && isField && IsKnownField(line))
                return mail;
            position++;
        }
        return first <= 0 ? mail : (byte[])[.. mail.Span[..first], (byte)'\n', .. mail.Span[first..]];
    }

    // A text may have words before colons, too.
    private static bool IsKnownField(ReadOnlySpan<byte> line)
    {
        var name = Encoding.ASCII.GetString(line[..line.IndexOf((byte)':')]);
        return name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
            || KnownFields.Contains(name.Replace("-", "", StringComparison.Ordinal));
    }

    /// <summary>
    /// Which limit the fields of the mail's header, or those of a part, exceed, as a text for people; null when they
    /// can be parsed in reasonable time.
    /// </summary>
    public static string? FindExcess(ReadOnlySpan<byte> mail)
    {
        foreach (var field in new RawFields(mail))
        {
            if (field.Length > LargestField || field.Folds > MostFolds)
                return "Header: a field is too large to be read.";
            if (field.Number > MostFields)
                return $"Header: there are more than {MostFields} fields.";
        }
        return null;
    }

    /// <summary>
    /// The mail with the fields that have many lines on one line each: parsers copy what they have read of a field for
    /// each of its lines. Copies only if it must.
    /// </summary>
    public static ReadOnlyMemory<byte> Unfold(ReadOnlyMemory<byte> mail)
    {
        byte[]? copy = null;
        foreach (var field in new RawFields(mail.Span))
        {
            if (field.Folds <= ManyFolds)
                continue;
            copy ??= mail.ToArray();
            var lines = copy.AsSpan(field.Start, field.Length);
            lines.Replace((byte)'\r', (byte)' ');
            lines.Replace((byte)'\n', (byte)' ');
        }
        return copy ?? mail;
    }

    private static ReadOnlyMemory<byte> WithLineFeeds(ReadOnlyMemory<byte> mail)
    {
        var feed = mail.Span.IndexOf((byte)'\n');
        if (feed < 0)
            return mail.Span.Contains((byte)'\r') ? Replaced(mail) : mail;
        return feed > 1 && mail.Span[feed - 1] == '\r' && mail.Span[feed - 2] == '\r'
            ? WithoutDoubleReturns(mail.Span)
            : mail;
    }

    private static byte[] Replaced(ReadOnlyMemory<byte> mail)
    {
        var copy = mail.ToArray();
        copy.AsSpan().Replace((byte)'\r', (byte)'\n');
        return copy;
    }

    private static ReadOnlyMemory<byte> WithoutDoubleReturns(ReadOnlySpan<byte> mail)
    {
        var (copy, length) = (new byte[mail.Length], 0);
        for (var i = 0; i < mail.Length; i++)
        {
            if (mail[i] == '\r' && i + 1 < mail.Length && mail[i + 1] == '\r')
                continue;
            copy[length++] = mail[i];
        }
        return copy.AsMemory(0, length);
    }
}
