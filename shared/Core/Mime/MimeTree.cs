using System.Text;
using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>Parses the parts of a mail (RFC 2046), up to a number and a depth of them.</summary>
internal static class MimeTree
{
    private const int MostParts = 2_000;

    // RFC 2046 §5.1.1 allows 70; some programs write more.
    private const int LongestBoundary = 200;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = 50 };

    /// <summary>The parts; null when the bytes do not begin with a header field.</summary>
    public static MimeMessage? Load(ReadOnlyMemory<byte> mail, ReadingBudget budget) =>
        Parse(mail, budget, parser => parser.ParseMessage());

    /// <summary>The part that the bytes are; null when they do not begin with a header field.</summary>
    public static MimeEntity? LoadPart(ReadOnlyMemory<byte> part, ReadingBudget budget) =>
        RawFields.StartsWithField(part.Span) ? Parse(part, budget, parser => parser.ParseEntity()) : null;

    /// <summary>
    /// The parts of a multipart that none are found in, since its boundary is missing or wrong: divided at the first
    /// line that looks like one. Null when there is no such line.
    /// </summary>
    public static Multipart? LoadDivided(Multipart broken, ReadingBudget budget)
    {
        using var content = new MemoryStream();
        broken.WriteTo(content, contentOnly: true);
        budget.Take(content.Length);
        if (FindBoundary(content.GetBuffer().AsSpan(0, (int)content.Length)) is not { } boundary)
            return null;
        var type = $"Content-Type: multipart/{broken.ContentType.MediaSubtype}; boundary=\"{boundary}\"\r\n\r\n";
        return LoadPart((byte[])[.. Encoding.Latin1.GetBytes(type), .. content.ToArray()], budget) as Multipart;
    }

    private static string? FindBoundary(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range].Trim(" \t\r"u8);
            if (line.Length is < 3 or > LongestBoundary || !line.StartsWith("--"u8) || line.IndexOfAny("\"\\"u8) >= 0)
                continue;
            var after = content[Math.Min(range.End.Value + 1, content.Length)..];
            if (after is [(byte)'\r' or (byte)'\n', ..] || RawFields.StartsWithField(after))
                return Encoding.Latin1.GetString(line[2..]);
        }
        return null;
    }

    private static T? Parse<T>(ReadOnlyMemory<byte> bytes, ReadingBudget budget, Func<MimeParser, T> parse)
        where T : class
    {
        if (bytes.IsEmpty)
            return null;
        budget.Take(bytes.Length);
        var parts = 0;
        var stream = BinaryData.FromBytes(bytes).ToStream();
        var parser = new MimeParser(Options, stream, MimeFormat.Entity, persistent: true);
        parser.MimeEntityBegin += (_, _) => Count(ref parts, budget);
        try
        {
            return parse(parser);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Count(ref int parts, ReadingBudget budget)
    {
        budget.TakePieces(1);
        if (++parts > MostParts)
            throw new UnreadableMailException($"Body: the mail has more than {MostParts} parts.");
    }
}
