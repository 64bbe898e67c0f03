using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>Validates an incoming server that is to be stored (P33, P36).</summary>
public static class IncomingServerRules
{
    public static Edit<IncomingServer> Put(IncomingServer server, GatewayConfiguration configuration)
    {
        var port = server.Port ?? server.UsualPort;
        var addressErrors = ServerAddressRules.Errors(server.Id, server.Name, server.Host, port);
        var findings = new Findings
        {
            Errors = [.. addressErrors, .. IncomingServerErrors.Of(server, configuration)],
            Warnings = [.. IncomingServerWarnings.Of(server, configuration)],
        };
        return new Edit<IncomingServer>(server, findings);
    }

    /// <summary>Validates the record, and rejects it if stored secrets would be sent to another server.</summary>
    /// <param name="server">The new record.</param>
    /// <param name="before">The record that it replaces; null when it is new.</param>
    /// <param name="secrets">The changes of password, client secret and refresh token, in this order.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    public static Edit<IncomingServer> Put(
        IncomingServer server,
        IncomingServer? before,
        IReadOnlyList<PasswordChange> secrets,
        GatewayConfiguration configuration
    )
    {
        var edit = Put(server, configuration);
        if (before is null)
            return edit;
        var warned = edit with { Findings = edit.Findings.Warn(IncomingServerWarnings.OfChange(server, before)) };
        return PasswordRules.Check(warned, server.Authentication, TargetsOf(before), TargetsOf(server), secrets);
    }

    /// <summary>What the deletion of an incoming server in use means.</summary>
    public static Findings Delete(IncomingServer server)
    {
        var text =
            $"is removed: no mail is fetched from '{server.Host}' any more, and how far it was fetched is forgotten";
        return server.Active ? new Findings { Warnings = [new("id", text)] } : Findings.None;
    }

    /// <summary>Whether secrets stored for the one record would be sent to another server by the other.</summary>
    public static bool MovesSecrets(IncomingServer before, IncomingServer after) =>
        TargetsOf(before).DiffersFrom(TargetsOf(after));

    private static SecretTargets TargetsOf(IncomingServer server) => new(server.Host, server.OAuth?.TokenEndpoint);
}
