using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Servers;

/// <summary>Validates an outgoing server that is to be stored (P8, P15).</summary>
public static class OutgoingServerEdit
{
    /// <param name="server">The new record.</param>
    /// <param name="before">The record that it replaces; null when it is new.</param>
    /// <param name="secrets">The changes of password, client secret and refresh token, in this order.</param>
    public static Edit<OutgoingServer> Put(
        OutgoingServer server,
        OutgoingServer? before,
        IReadOnlyList<PasswordChange> secrets
    )
    {
        var findings = OutgoingServerRules.Validate(server);
        var errors = IdErrors(server).Concat(findings.Errors);
        var edit = new Edit<OutgoingServer>(server, findings with { Errors = [.. errors] });
        if (before is null || server.UserName is null)
            return edit;
        return PasswordRules.Check(edit, server.Authentication, TargetsOf(before), TargetsOf(server), secrets);
    }

    /// <summary>Whether secrets stored for the one record would be sent to another server by the other.</summary>
    public static bool MovesSecrets(OutgoingServer before, OutgoingServer after) =>
        TargetsOf(before).DiffersFrom(TargetsOf(after));

    private static SecretTargets TargetsOf(OutgoingServer server) => new(server.Host, server.OAuth?.TokenEndpoint);

    private static IEnumerable<FieldMessage> IdErrors(OutgoingServer server)
    {
        if (Identifiers.Problem(server.Id) is { } problem)
            yield return problem;
        if (server.Id == OutgoingServer.DefaultId)
            yield return new("id", $"'{OutgoingServer.DefaultId}' is the server of the environment settings");
    }
}
