namespace Postern.Core.Validation;

/// <summary>
/// Where the stored secrets of a server are sent: the password to the host, the others to the token endpoint.
/// </summary>
/// <param name="Host">Host of the mail server.</param>
/// <param name="TokenEndpoint">URL of the token endpoint; null without OAuth.</param>
internal sealed record SecretTargets(string Host, string? TokenEndpoint)
{
    /// <summary>Whether the password would be sent to another host.</summary>
    public bool HostDiffersFrom(SecretTargets after) => !IsSame(Host, after.Host);

    /// <summary>Whether any secret would be sent to another host or endpoint.</summary>
    public bool DiffersFrom(SecretTargets after) =>
        HostDiffersFrom(after) || (TokenEndpoint is not null && !IsSame(TokenEndpoint, after.TokenEndpoint));

    private static bool IsSame(string before, string? after) =>
        string.Equals(before, after, StringComparison.OrdinalIgnoreCase);
}
