namespace Postern.Core.Mime;

/// <summary>The text properties of an invitation (RFC 5545 §3.1): summary, location, description.</summary>
internal static class CalendarText
{
    private static readonly string[] Shown = ["SUMMARY", "LOCATION", "DESCRIPTION"];

    public static string Read(string calendar)
    {
        var unfolded = calendar
            .Replace("\n ", "", StringComparison.Ordinal)
            .Replace("\n\t", "", StringComparison.Ordinal);
        return string.Join('\n', unfolded.Split('\n').Select(Value).Where(value => value.Length > 0).Distinct());
    }

    private static string Value(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Shown.Contains(line[..colon].Split(';')[0].ToUpperInvariant()))
            return "";
        return line[(colon + 1)..]
            .Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase)
            .Replace("\\", "", StringComparison.Ordinal)
            .Trim();
    }
}
