using System.Text.Json;
using System.Text.RegularExpressions;
using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>Texts about bounces for people.</summary>
public static partial class BounceWords
{
    /// <summary>A reason in plain English, for example <c>user unknown</c>.</summary>
    public static string Of(BounceReason reason) =>
        reason == BounceReason.Unknown ? "reason unknown" : Spaced(reason.ToString());

    /// <summary>A report kind in plain English.</summary>
    public static string Of(BounceReportKind kind) => Spaced(kind.ToString());

    /// <summary>A server's text on one line of at most <paramref name="longest"/> characters.</summary>
    public static string Cut(string? text, int longest) =>
        CutText.At(WhiteSpace().Replace(ShownText.Clean(text ?? ""), " ").Trim(), longest);

    private static string Spaced(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace('_', ' ');

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
