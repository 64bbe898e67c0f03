using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>What keeps a server from being a good one for mass mail (P11).</summary>
internal static class BulkServerRule
{
    private const string Mixed =
        "it carries all relayed mail as well, so that mass mail uses up its limits and its reputation. "
        + "Set its fromFilter to what mailings are sent from.";

    /// <summary>Warnings about the server that <c>mail.bulk.server</c> names, by the field of the server.</summary>
    public static IEnumerable<FieldMessage> Warnings(OutgoingServer server, GatewayParameters parameters)
    {
        var isDefault = server.Id == OutgoingServer.DefaultId;
        var filter = isDefault ? parameters.DefaultFromFilter ?? server.FromFilter : server.FromFilter;
        if (!server.Active)
            yield return new("active", $"{Names(server)} inactive: mass mail is refused until it is active.");
        if (string.IsNullOrEmpty(filter))
            yield return new("fromFilter", $"{Names(server)} without a From filter: {Mixed}");
    }

    private static string Names(OutgoingServer server) =>
        $"{ParameterRules.BulkServer} names the outgoing server '{server.Id}', which is";
}
