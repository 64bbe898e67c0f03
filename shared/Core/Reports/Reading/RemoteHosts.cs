using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// The server that rejected the mail, where the text of a notice names it: <c>host mx.example [192.0.2.1]</c>,
/// <c>while talking to mx.example.:</c>.
/// </summary>
internal static partial class RemoteHosts
{
    public static string? Find(string text) =>
        LabelledHost().Match(text) is { Success: true } match
            ? match.Groups["host"].Value.TrimEnd('.').ToLowerInvariant()
            : null;

    [GeneratedRegex(
        """(?:host:?|while talking to|remote server|server|connected to|by)\s+"""
            + """(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\.?(?:[\s\[(:,]|$)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex LabelledHost();
}
