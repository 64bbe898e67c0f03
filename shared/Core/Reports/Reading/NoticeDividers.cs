using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Lines that end the text of a notice: a heading above the returned mail, or the first field of its header.
/// </summary>
internal static partial class NoticeDividers
{
    private const int LongestHeading = 120;

    public static bool IsDivider(string line) => IsHeader(line) || IsHeading(line.Trim());

    /// <summary>
    /// Whether the line is a field that begins the header of a returned mail. Notices that only quote fields such as To
    /// and Subject indent them or leave these out.
    /// </summary>
    public static bool IsHeader(string? line) => line is not null && FirstField().IsMatch(line);

    // "The original message was received at …" is not a heading: it has neither a rule of dashes nor a word that
    // announces the mail.
    private static bool IsHeading(string line)
    {
        if (line.Length is 0 or > LongestHeading || !ContainsAny(line, NoticePhrases.Headings))
            return false;
        return "-=*|_#+".Contains(line[0], StringComparison.Ordinal)
            || "-=*|_#:".Contains(line[^1], StringComparison.Ordinal)
            || ContainsAny(line, NoticePhrases.HeadingsGoOn);
    }

    private static bool ContainsAny(string line, string[] phrases) =>
        Array.Exists(phrases, phrase => line.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        "^(?:Received|Return-Path|DKIM-Signature|DomainKey-Signature|X-Received|ARC-Seal|MIME-Version"
            + "|X-Google-Smtp-Source):",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex FirstField();
}
