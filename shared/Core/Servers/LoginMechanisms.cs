namespace Postern.Core.Servers;

/// <summary>
/// Chooses the mechanism of a login (SASL, RFC 4422). One is tried only: servers count every refused attempt, and lock
/// accounts.
/// </summary>
public static class LoginMechanisms
{
    private static readonly string[] Tokens = ["XOAUTH2", "OAUTHBEARER"];

    // The password is not sent, and the server proves that it knows it (RFC 5802, RFC 7677).
    private static readonly string[] Scram = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"];

    // Obsolete (RFC 6331), and often offered where passwords are stored as hashes, with which they never work.
    private static readonly string[] Digests = ["CRAM-MD5", "DIGEST-MD5"];
    private static readonly string[] Plain = ["PLAIN", "LOGIN"];

    /// <summary>The strongest mechanism that the server offers for this record; null if there is none.</summary>
    /// <param name="offered">The mechanisms that the server offers.</param>
    /// <param name="byToken">Whether the record logs in with an access token, not with a password.</param>
    /// <param name="isEncrypted">Whether the connection is encrypted, so that a password may be sent as it is.</param>
    public static string? Choose(IEnumerable<string> offered, bool byToken, bool isEncrypted)
    {
        var all = offered.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Array.Find(byToken ? Tokens : Passwords(isEncrypted), all.Contains);
    }

    private static string[] Passwords(bool isEncrypted) =>
        isEncrypted ? [.. Scram, .. Plain, .. Digests] : [.. Scram, .. Digests, .. Plain];

    /// <summary>What a server offers instead of what the record needs, as a sentence.</summary>
    public static string Missing(IEnumerable<string> offered, bool byToken)
    {
        var names = offered.Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            return "The server offers no authentication on this connection.";
        var text = string.Join(", ", names);
        if (byToken)
            return $"The server takes no access token (XOAUTH2), which the record logs in with; it offers {text}.";
        return names.Exists(name => Tokens.Contains(name, StringComparer.OrdinalIgnoreCase))
            ? $"The server takes no password, which the record logs in with; it offers {text} (access tokens)."
            : $"The server offers no authentication that is known here; it offers {text}.";
    }
}
