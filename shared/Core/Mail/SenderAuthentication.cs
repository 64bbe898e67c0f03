using System.Text;
using MimeKit.Cryptography;

namespace Postern.Core.Mail;

/// <summary>Evaluates the Authentication-Results fields of trusted mail servers (RFC 8601).</summary>
public static class SenderAuthentication
{
    /// <summary>
    /// The failed checks, for example <c>dmarc=fail</c>; null when the sender is not known to be forged. DMARC decides
    /// where it was checked (RFC 7489 §6.6.2), else SPF and DKIM must both have failed.
    /// </summary>
    /// <param name="fields">Authentication-Results fields, topmost first.</param>
    /// <param name="trusted">
    /// Names of the trusted servers. Fields of others are ignored, because anyone can write them.
    /// </param>
    public static string? Failure(IReadOnlyList<string> fields, IReadOnlyList<string> trusted)
    {
        if (trusted.Count == 0)
            return null;
        var results = fields
            .Select(Parse)
            .OfType<AuthenticationResults>()
            .Where(field => trusted.Contains(field.AuthenticationServiceIdentifier, StringComparer.OrdinalIgnoreCase))
            .SelectMany(field => field.Results)
            .ToList();
        if (results.Find(result => Is(result.Method, "dmarc")) is { } dmarc)
            return Is(dmarc.Result, "fail") ? Text(dmarc) : null;
        var spf = results.Find(result => Is(result.Method, "spf"));
        var dkim = results.FindAll(result => Is(result.Method, "dkim"));
        if (spf is null || !Is(spf.Result, "fail") || dkim.Count == 0)
            return null;
        var allFailed = dkim.TrueForAll(result => Is(result.Result, "fail"));
        return allFailed ? $"{Text(spf)}, {Text(dkim[0])}" : null;
    }

    private static AuthenticationResults? Parse(string field) =>
        AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(field), out var results) ? results : null;

    private static bool Is(string? text, string expected) =>
        string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);

    private static string Text(AuthenticationMethodResult result) =>
        result.Reason is { Length: > 0 } reason
            ? $"{result.Method}={result.Result} ({reason})"
            : $"{result.Method}={result.Result}";
}
