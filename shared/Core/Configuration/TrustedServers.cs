namespace Postern.Core.Configuration;

/// <summary>
/// Validates the mail servers whose findings are believed (parameter <c>mail.auth.trusted</c>). Whoever can write under
/// such a name can forge any sender, so a name that would stand for many is refused.
/// </summary>
internal static class TrustedServers
{
    private const string Rule = "must be a comma-separated list of names of mail servers, 'microsoft365' or 'google'";

    private const string Wildcards =
        "knows no wildcards, which would trust whoever writes to us: name the server whose verdicts count";

    /// <summary>What is wrong with the list; null when it is valid.</summary>
    public static string? Problem(string value)
    {
        var parts = value.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Any(part => part.AsSpan().ContainsAny('*', '?', '%')))
            return Wildcards;
        if (parts.Any(part => part.Length == 0))
            return parts.Length == 1 ? Rule : $"{Rule}; between two commas there is no name";
        var wrong = parts.FirstOrDefault(part => !IsServer(part));
        return wrong is null ? null : $"{Rule}; '{wrong}' is none";
    }

    // A token of RFC 8601 §2.5, as servers name themselves: a host, an address literal, a word.
    private static bool IsServer(string part) =>
        (char.IsAsciiLetterOrDigit(part[0]) || part[0] is '[' or '_')
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']')
        && !part.Contains("..", StringComparison.Ordinal);
}
