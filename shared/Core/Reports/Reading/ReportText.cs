using Postern.Core.Text;

namespace Postern.Core.Reports.Reading;

/// <summary>Formats texts of a report for display.</summary>
internal static class ReportText
{
    private const int Longest = 500;

    /// <summary>One line of at most 500 characters.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? $"{CutText.At(line, Longest)}…" : line;
    }
}
