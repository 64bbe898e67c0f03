using Postern.Contracts.Http;

namespace Postern.Core.Validation;

/// <summary>Prevents stored secrets from being sent to a server for which they were not given.</summary>
internal static class PasswordRules
{
    /// <summary>
    /// Rejects an edit that changes where the secrets of a server are sent, unless it sets or removes each secret in
    /// use.
    /// </summary>
    /// <param name="edit">The edit.</param>
    /// <param name="authentication">Which secrets the edited server uses.</param>
    /// <param name="before">Where secrets are sent before the edit.</param>
    /// <param name="after">Where secrets are sent after it.</param>
    /// <param name="secrets">The changes of password, client secret and refresh token, in this order.</param>
    public static Edit<T> Check<T>(
        Edit<T> edit,
        ServerAuthentication authentication,
        SecretTargets before,
        SecretTargets after,
        IReadOnlyList<PasswordChange> secrets
    )
        where T : class
    {
        var errors = MissingSecrets(authentication, before, after, secrets);
        return edit with { Findings = edit.Findings with { Errors = [.. edit.Findings.Errors, .. errors] } };
    }

    private static IEnumerable<FieldMessage> MissingSecrets(
        ServerAuthentication authentication,
        SecretTargets before,
        SecretTargets after,
        IReadOnlyList<PasswordChange> secrets
    )
    {
        var (password, clientSecret, refreshToken) = (secrets[0], secrets[1], secrets[2]);
        if (authentication == ServerAuthentication.Xoauth2)
        {
            if (before.DiffersFrom(after) && !clientSecret.Given)
                yield return MustBeGiven("clientSecret", "host or the token endpoint");
            if (before.DiffersFrom(after) && !refreshToken.Given)
                yield return MustBeGiven("refreshToken", "host or the token endpoint");
        }
        else if (before.HostDiffersFrom(after) && !password.Given)
        {
            yield return MustBeGiven("password", "host");
        }
    }

    private static FieldMessage MustBeGiven(string field, string target) =>
        new(
            field,
            $"must be given again, or null, when the {target} changes: the stored one was meant for another server"
        );
}
