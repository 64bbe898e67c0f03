using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>Texts about bounces that people read.</summary>
public static partial class BounceWords
{
    /// <summary>A reason as words: <c>user unknown</c>.</summary>
    public static string Of(BounceReason reason) =>
        reason == BounceReason.Unknown ? "reason unknown" : Spaced(reason.ToString());

    /// <summary>A kind as words.</summary>
    public static string Of(BounceReportKind kind) => Spaced(kind.ToString());

    /// <summary>A server's words on one line, cut where they are long.</summary>
    public static string Cut(string? text, int longest)
    {
        var line = Blank().Replace(text ?? "", " ").Trim();
        if (line.Length <= longest)
            return line;
        return line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)];
    }

    private static string Spaced(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace('_', ' ');

    [GeneratedRegex(@"[\p{C}\s]+")]
    private static partial Regex Blank();
}
