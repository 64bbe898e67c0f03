using System.Text.RegularExpressions;

namespace Postern.Tests.Infra;

/// <summary>What a query of Kusto asks for.</summary>
internal static partial class Queries
{
    /// <summary>The gateway's metrics that it names.</summary>
    public static IReadOnlyList<string> Metrics(string query) =>
        [.. Metric().Matches(query).Select(match => match.Groups[1].Value)];

    /// <summary>The dimensions that it names.</summary>
    public static IReadOnlyList<string> Tags(string query) =>
        [.. Tag().Matches(query).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("\"(postern\\.[a-z]+\\.[a-z.]+)\"")]
    private static partial Regex Metric();

    [GeneratedRegex(@"customDimensions\.([a-z.]+)")]
    private static partial Regex Tag();
}
