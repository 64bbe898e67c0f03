using Postern.Configuration;

namespace Postern.Outbound;

/// <summary>Checks a server record that is to be saved (P8, P15).</summary>
public static class OutgoingServerEdit
{
    public static Edit<OutgoingServer> Put(OutgoingServer server)
    {
        var found = OutgoingServerRules.Validate(server);
        return new Edit<OutgoingServer>(server, found with { Errors = [.. Named(server), .. found.Errors] });
    }

    private static IEnumerable<FieldMessage> Named(OutgoingServer server)
    {
        if (Identifiers.Problem(server.Id) is { } problem) yield return problem;
        if (server.Id == DefaultServerSettings.Id) yield return new("id", $"'{DefaultServerSettings.Id}' is the server of the environment settings");
    }
}
