using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Validation;

namespace Postern.Core.Sending;

/// <summary>
/// What depends on an outgoing server that is changed or deleted: mass mail, and mail that waits for it.
/// </summary>
public static class OutgoingServerUse
{
    private const string Consequence =
        "at its next attempt each leaves through another server, and one that names this server is refused";

    /// <summary>Why a server cannot be deleted.</summary>
    /// <param name="server">The server.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    /// <param name="waiting">The deliveries that wait for the server.</param>
    public static Findings Delete(OutgoingServer server, GatewayConfiguration configuration, WaitingCount waiting)
    {
        var conflicts = new List<FieldMessage>();
        if (configuration.Parameters.BulkServer == server.Id)
            conflicts.Add(
                new("id", $"'{server.Id}' is named by the parameter {ParameterRules.BulkServer}; change that first")
            );
        // An administrator who has made it inactive has read the warning about what waits.
        if (server.Active && waiting.Count > 0)
            conflicts.Add(new("id", $"{Waiting(server, waiting)}; set active to false first: {Consequence}"));
        return new Findings { Conflicts = conflicts };
    }

    /// <summary>Adds the warnings about a server that is to be stored.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    /// <param name="waiting">The deliveries that wait for the server.</param>
    public static Edit<OutgoingServer> Warn(
        Edit<OutgoingServer> edit,
        GatewayConfiguration configuration,
        WaitingCount waiting
    ) => edit with { Findings = edit.Findings.Warn(Warnings(edit.Value, configuration, waiting)) };

    private static IEnumerable<FieldMessage> Warnings(
        OutgoingServer server,
        GatewayConfiguration configuration,
        WaitingCount waiting
    )
    {
        if (configuration.Parameters.BulkServer == server.Id)
        {
            foreach (var warning in BulkServerRule.Warnings(server, configuration.Parameters))
                yield return warning;
        }
        if (!server.Active && waiting.Count > 0)
            yield return new("active", $"{Waiting(server, waiting)}: {Consequence}.");
    }

    private static string Waiting(OutgoingServer server, WaitingCount waiting)
    {
        var since = waiting.Oldest?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var waits = WaitingWords.Of(waiting.Count, waiting.More, "waits", "wait");
        return $"{waits} for '{server.Id}', the oldest since {since} UTC";
    }
}
