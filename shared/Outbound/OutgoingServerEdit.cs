using Postern.Configuration;

namespace Postern.Outbound;

/// <summary>Checks a server record that is to be saved (P8, P15).</summary>
public static class OutgoingServerEdit
{
    public static Edit<OutgoingServer> Put(OutgoingServer server) => new(server, new Findings
    {
        Errors = [.. ServerAddressRules.Errors(server.Id, server.Name, server.Host, server.Port), .. Reserved(server)],
        Warnings = [.. Warnings(server)],
    });

    private static IEnumerable<FieldMessage> Reserved(OutgoingServer server)
    {
        if (server.Id == DefaultServerSettings.Id) yield return new("id", $"'{DefaultServerSettings.Id}' is the server of the environment settings");
    }

    private static IEnumerable<FieldMessage> Warnings(OutgoingServer server)
    {
        if (server.Port == 25) yield return new("port", "Port 25 is blocked by most hosting platforms, Azure among them; use 465, 587 or 2525.");
    }
}
