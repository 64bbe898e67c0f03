using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Servers;

/// <summary>Checks a server record that is to be saved (P8, P15).</summary>
public static class OutgoingServerEdit
{
    /// <param name="server">The record.</param>
    /// <param name="before">The record that it replaces.</param>
    /// <param name="secrets">What becomes of password, client secret and refresh token.</param>
    public static Edit<OutgoingServer> Put(
        OutgoingServer server,
        OutgoingServer? before,
        IReadOnlyList<PasswordChange> secrets
    )
    {
        var found = OutgoingServerRules.Validate(server);
        var edit = new Edit<OutgoingServer>(server, found with { Errors = [.. Named(server), .. found.Errors] });
        if (before is null || server.UserName is null)
            return edit;
        return server.Authentication == ServerAuthentication.Xoauth2
            ? PasswordRules.Check(
                edit,
                MovesSecrets(before, server),
                "host or the token endpoint",
                ("clientSecret", secrets[1]),
                ("refreshToken", secrets[2])
            )
            : PasswordRules.Check(edit, before.Host, server.Host, authenticates: true, secrets[0]);
    }

    /// <summary>Whether secrets that were given for the one record would be sent elsewhere by the other.</summary>
    public static bool MovesSecrets(OutgoingServer before, OutgoingServer after) =>
        !PasswordRules.IsSame(before.Host, after.Host)
        || (before.OAuth is not null && !PasswordRules.IsSame(before.OAuth.TokenEndpoint, after.OAuth?.TokenEndpoint));

    private static IEnumerable<FieldMessage> Named(OutgoingServer server)
    {
        if (Identifiers.Problem(server.Id) is { } problem)
            yield return problem;
        if (server.Id == OutgoingServer.DefaultId)
            yield return new("id", $"'{OutgoingServer.DefaultId}' is the server of the environment settings");
    }
}
