using System.Text;
using MimeKit;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// A block of header-like fields: a group of a status report (RFC 3464 §2.1), a feedback report, or the header of a
/// returned mail. Malformed lines are tolerated.
/// </summary>
internal sealed class FieldBlock
{
    private const int MostLines = 2000;
    private const int LongestName = 60;

    private readonly List<Field> fields = [];

    private sealed record Field(string Name, StringBuilder Text)
    {
        public string Value => field ??= Text.ToString();
    }

    public bool IsEmpty => fields.Count == 0;

    /// <summary>Unfolded value of the first field of that name; null without one.</summary>
    public string? Value(string name) =>
        fields.Find(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    public IEnumerable<string> Values(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    public bool Has(string name) => fields.Exists(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static FieldBlock Of(HeaderList headers)
    {
        var block = new FieldBlock();
        foreach (var header in headers)
            block.fields.Add(new Field(header.Field, new StringBuilder(OneLine(header.Value))));
        return block;
    }

    /// <summary>The first block of the text; lines before its first field are skipped.</summary>
    public static FieldBlock First(string text) => All(text) is [var first, ..] ? first : new FieldBlock();

    /// <summary>
    /// All blocks of the text. A block ends at a blank line, or before the fields of a second recipient.
    /// </summary>
    public static IReadOnlyList<FieldBlock> All(string text)
    {
        var blocks = new List<FieldBlock>();
        var block = new FieldBlock();
        foreach (var line in text.Split('\n').Take(MostLines).Select(line => line.TrimEnd('\r')))
        {
            var isBlank = string.IsNullOrWhiteSpace(line);
            if (isBlank || block.EndsBefore(line))
                block = Next(blocks, block);
            if (!isBlank)
                block.Add(line);
        }
        Next(blocks, block);
        return blocks;
    }

    private static FieldBlock Next(List<FieldBlock> blocks, FieldBlock finished)
    {
        if (finished.IsEmpty)
            return finished;
        blocks.Add(finished);
        return new FieldBlock();
    }

    private bool EndsBefore(string line) =>
        (line.StartsWith("Final-Recipient:", StringComparison.OrdinalIgnoreCase) && Has("Final-Recipient"))
        || (line.StartsWith("Original-Recipient:", StringComparison.OrdinalIgnoreCase) && Has("Original-Recipient"));

    // A line that is not a field continues the previous one even if it is not indented: multi-line replies are often
    // copied so.
    private void Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (!char.IsWhiteSpace(line[0]) && colon is > 0 and < LongestName && IsName(line.AsSpan(0, colon)))
            fields.Add(new Field(line[..colon].TrimEnd(), new StringBuilder(line[(colon + 1)..].Trim())));
        else if (fields.Count > 0)
            fields[^1].Text.Append(' ').Append(line.AsSpan().Trim());
    }

    private static bool IsName(ReadOnlySpan<char> name) => name.TrimEnd().IndexOfAnyExceptInRange('!', '~') < 0;

    private static string OneLine(string? value)
    {
        var pieces = (value ?? "").Split(
            (char[]?)['\r', '\n', '\t'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return string.Join(' ', pieces);
    }
}
