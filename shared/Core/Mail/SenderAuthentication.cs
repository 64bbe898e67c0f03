using System.Text;
using MimeKit.Cryptography;

namespace Postern.Core.Mail;

/// <summary>Whether a mail server that we trust found the sender to be forged (RFC 8601).</summary>
public static class SenderAuthentication
{
    /// <summary>
    /// What failed, in the server's words; null when nothing did, or when no field of a trusted server says anything. DMARC
    /// decides where it was asked (RFC 7489 §6.6.2), else SPF and DKIM must both have failed.
    /// </summary>
    /// <param name="fields">Authentication-Results fields, topmost first.</param>
    /// <param name="trusted">Names of the servers that are believed: nobody else can say anything about a mail.</param>
    public static string? Failure(IReadOnlyList<string> fields, IReadOnlyList<string> trusted)
    {
        if (trusted.Count == 0)
            return null;
        var results = fields
            .Select(Read)
            .OfType<AuthenticationResults>()
            .Where(field => trusted.Contains(field.AuthenticationServiceIdentifier, StringComparer.OrdinalIgnoreCase))
            .SelectMany(field => field.Results)
            .ToList();
        if (results.Find(result => Is(result, "dmarc")) is { } dmarc)
            return Is(dmarc.Result, "fail") ? Text(dmarc) : null;
        var spf = results.Find(result => Is(result, "spf"));
        var dkim = results.FindAll(result => Is(result, "dkim"));
        var failed =
            spf is not null
            && Is(spf.Result, "fail")
            && dkim.Count > 0
            && dkim.TrueForAll(result => Is(result.Result, "fail"));
        return failed ? $"{Text(spf!)}, {Text(dkim[0])}" : null;
    }

    private static AuthenticationResults? Read(string field) =>
        AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(field), out var results) ? results : null;

    private static bool Is(AuthenticationMethodResult result, string method) => Is(result.Method, method);

    private static bool Is(string? text, string other) =>
        string.Equals(text, other, StringComparison.OrdinalIgnoreCase);

    private static string Text(AuthenticationMethodResult result) =>
        result.Reason is { Length: > 0 } reason
            ? $"{result.Method}={result.Result} ({reason})"
            : $"{result.Method}={result.Result}";
}
