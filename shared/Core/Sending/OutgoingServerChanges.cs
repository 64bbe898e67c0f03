using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Sending;

/// <summary>What the change or the deletion of an outgoing server means for the way that mail takes (P10, P12).</summary>
public static class OutgoingServerChanges
{
    private const string OtherWay = "mail may be sent through another server from now on";

    /// <summary>What differs, a sentence each.</summary>
    public static IEnumerable<FieldMessage> Of(OutgoingServer before, OutgoingServer after)
    {
        if (before.Active != after.Active)
            yield return new("active", $"{(after.Active ? "adds a server" : "takes a server out")}: {OtherWay}");
        if (before.FromFilter != after.FromFilter)
            yield return new("fromFilter", $"changes whom the server may send for: {OtherWay}");
        if (before.Priority != after.Priority)
            yield return new("priority", $"changes the order of the servers: {OtherWay}");
        if (before.Host != after.Host)
            yield return new(
                "host",
                $"changes: mail is sent through '{after.Host}', no longer through '{before.Host}'"
            );
    }

    /// <summary>What the deletion of a server in use means.</summary>
    public static IEnumerable<FieldMessage> Deleted(OutgoingServer server) =>
        server.Active ? [new("id", $"is removed: {OtherWay}")] : [];

    /// <summary>
    /// Adds warnings to an edit of one server: in place of the sentences of <see cref="Of"/> the alias domains whose mail
    /// takes another way, where they can be named.
    /// </summary>
    /// <param name="edit">The edit.</param>
    /// <param name="before">The server as it is stored; null when it is new.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    public static Edit<OutgoingServer> Warn(
        Edit<OutgoingServer> edit,
        OutgoingServer? before,
        GatewayConfiguration configuration
    )
    {
        var changes = before is null ? [] : Of(before, edit.Value).ToList();
        var field = changes.FirstOrDefault()?.Field ?? "priority";
        var moves = Moves(configuration, Replaced(configuration, edit.Value), field);
        return edit with { Findings = edit.Findings.Warn(moves.Count > 0 ? [.. moves, .. HostOf(changes)] : changes) };
    }

    /// <summary>The same for a deletion.</summary>
    public static Findings Warn(Findings findings, OutgoingServer server, GatewayConfiguration configuration)
    {
        var left = configuration.OutgoingServers.Where(other => other.Id != server.Id);
        var moves = Moves(configuration, configuration with { OutgoingServers = [.. left] }, "id");
        return findings.Warn(moves.Count > 0 ? moves : Deleted(server));
    }

    // Servers of the same priority are ordered by their age, which no request contains; a new one is the youngest.
    private static GatewayConfiguration Replaced(GatewayConfiguration configuration, OutgoingServer server)
    {
        var stored = configuration.OutgoingServers.FirstOrDefault(other => other.Id == server.Id);
        var dated = server with { Created = stored?.Created ?? DateTimeOffset.MaxValue };
        var others = configuration.OutgoingServers.Where(other => other.Id != server.Id);
        return configuration with { OutgoingServers = [.. others, dated] };
    }

    private static IReadOnlyList<FieldMessage> Moves(
        GatewayConfiguration now,
        GatewayConfiguration then,
        string field
    ) => [.. ServerMoves.Between(now, then).Select(text => new FieldMessage(field, text))];

    private static IEnumerable<FieldMessage> HostOf(IEnumerable<FieldMessage> changes) =>
        changes.Where(change => change.Field == "host");
}
