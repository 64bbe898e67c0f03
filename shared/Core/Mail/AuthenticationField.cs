using System.Text.RegularExpressions;

namespace Postern.Core.Mail;

/// <summary>
/// An Authentication-Results field (RFC 8601 §2.2). Senders choose bytes in it: of the reverse path, of HELO, of their
/// own DKIM signatures. So a field is unreadable where a value could have become a result, or a result a value.
/// </summary>
/// <param name="Server">The server that wrote it (authserv-id); null where it names none, as Exchange Online.</param>
/// <param name="Results">The results in order; none when the field is unreadable.</param>
/// <param name="Problem">Why it is unreadable; null when it is not.</param>
internal sealed partial record AuthenticationField(
    string? Server,
    IReadOnlyList<MethodResult> Results,
    string? Problem = null
)
{
    /// <summary>The server that a field names; null where it begins with a result.</summary>
    public static string? ServerOf(string text)
    {
        var first = Beginning().Match(text);
        return first.Success && !first.Groups["id"].ValueSpan.Contains('=') ? first.Groups["id"].Value : null;
    }

    /// <summary>Reads a field. Never throws.</summary>
    public static AuthenticationField Read(string text)
    {
        var server = ServerOf(text);
        var rest = server is null ? text : Beginning().Replace(text, "", 1);
        try
        {
            var results = Segments(rest, server).Select(MethodResult.Read).ToList();
            return RepeatedMethod(results) is { } repeated
                ? new AuthenticationField(server, [], $"{repeated} stands twice")
                : new AuthenticationField(server, results);
        }
        catch (FormatException e)
        {
            return new AuthenticationField(server, [], e.Message);
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Segments(string text, string? server)
    {
        foreach (var words in AuthenticationWords.Read(text))
        {
            var isNone = words is [{ } none] && none.Equals("none", StringComparison.OrdinalIgnoreCase);
            // Exchange Online used to write domains of the recipient between the results.
            var isDomain = server is null && words is [{ } word] && Domain().IsMatch(word);
            if (words.Count > 0 && !isNone && !isDomain)
                yield return words;
        }
    }

    // Each signature has a result (RFC 8601 §2.7.1); HELO and the reverse path have one each (§2.7.2).
    private static string? RepeatedMethod(List<MethodResult> results) =>
        results
            .Where(result => result.Method is not ("dkim" or "domainkeys" or "dkim-adsp"))
            .GroupBy(result =>
                result is { Method: "spf", Properties: [{ Key: "smtp.helo" }] } ? "spf of HELO" : result.Method
            )
            .FirstOrDefault(group => group.Count() > 1)
            ?.Key;

    [GeneratedRegex(@"\A\s*(?<id>[^\s;()""]+)(?:\s+[0-9]+)?\s*(?=;|\z|\()")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\A[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\z")]
    private static partial Regex Domain();
}
