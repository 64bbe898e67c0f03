namespace Postern.Core.Mime;

/// <summary>
/// The text properties of an invitation, or of the answer to one (RFC 5545 §3.1): summary, location, description, comment.
/// </summary>
internal static class CalendarText
{
    private static readonly string[] Shown = ["SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT"];

    public static string Read(string calendar)
    {
        var unfolded = calendar
            .Replace("\n ", "", StringComparison.Ordinal)
            .Replace("\n\t", "", StringComparison.Ordinal);
        return string.Join('\n', unfolded.Split('\n').Select(Value).Where(value => value.Length > 0).Distinct());
    }

    private static string Value(string line)
    {
        var colon = EndOfName(line);
        if (colon < 0 || !Shown.Contains(line[..colon].Split(';')[0].ToUpperInvariant()))
            return "";
        return line[(colon + 1)..]
            .Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase)
            .Replace("\\", "", StringComparison.Ordinal)
            .Trim();
    }

    // Values of parameters may be quoted, and hold colons then.
    private static int EndOfName(string line)
    {
        var inQuotes = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                inQuotes = !inQuotes;
            else if (line[i] == ':' && !inQuotes)
                return i;
        }
        return -1;
    }
}
