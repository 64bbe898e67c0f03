using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Limits;
using Postern.Core.Selection;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>Decides what is to be done with a delivery: which server, which From, which return path (P13–P27).</summary>
public static class OutboundPlanner
{
    private const int LocalPartLimit = 64;

    // A try that begins within the retry period has its say first.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public static OutboundDecision Decide(
        ThreadMessage message,
        MessageDelivery delivery,
        GatewayConfiguration configuration,
        IReadOnlyDictionary<string, ServerHealth> health,
        TagKeyRing keys,
        DateTimeOffset now
    ) =>
        delivery switch
        {
            { State: DeliveryState.Sent or DeliveryState.Failed or DeliveryState.Bounced or DeliveryState.Skipped } =>
                new OutboundDecision.Nothing($"It is {delivery.State}."),
            { State: DeliveryState.Sending, LeasedUntil: { } until } when until > now => new OutboundDecision.Later(
                until,
                "Another run is sending it."
            ),
            { State: DeliveryState.Waiting or DeliveryState.Unknown, NextAttempt: { } next } when next > now =>
                new OutboundDecision.Later(next, "It waits for its next attempt."),
            // Runs that died over it, one after the other, must not go on for ever.
            { FirstTried: { } first } when now - first >= configuration.Parameters.Retry + Grace =>
                new OutboundDecision.GiveUp(DeliveryProblem.Expired, delivery.Reply ?? "No try came to an end."),
            { State: DeliveryState.Queued or DeliveryState.Waiting, Released: false }
                when MailModeRules.HeldBecause(configuration) is { } why => new OutboundDecision.Hold(why),
            _ => Open(Choose(message, delivery, configuration, keys), health, now),
        };

    /// <summary>Of the chosen servers those that get mail now; when none does, it waits for the first that will.</summary>
    private static OutboundDecision Open(
        OutboundDecision decision,
        IReadOnlyDictionary<string, ServerHealth> health,
        DateTimeOffset now
    )
    {
        if (decision is not OutboundDecision.Send send)
            return decision;
        var open = send.Servers.Where(server => Access(server).Kind != ServerAccessKind.Closed).ToList();
        if (open.Count > 0)
            return send with { Servers = open };
        var first = send.Servers.Select(Access).MinBy(access => access.Until)!;
        return new OutboundDecision.Later(first.Until!.Value, first.Why!, DeliveryProblem.Server);

        ServerAccess Access(OutgoingServer server) =>
            ServerHealthRules.Access(health.GetValueOrDefault(server.Id), now);
    }

    internal static OutboundDecision Choose(
        ThreadMessage message,
        MessageDelivery delivery,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var domain = configuration.AliasDomain(message.Thread.AliasDomain);
        var choice = ServerSelector.Select(Request(message, delivery, configuration));
        if (choice.Server is not { } server || choice.HeaderFrom is not { } from)
            return new OutboundDecision.GiveUp(DeliveryProblem.NoServer, choice.Refusal ?? "No server.");
        IReadOnlyList<OutgoingServer> all = configuration.Parameters.ServerFailover
            ? [server, .. choice.Failover]
            : [server];
        return new OutboundDecision.Send(
            all,
            from,
            domain is null ? null : Bounce(message.Thread, delivery, domain.BounceAddress, configuration, keys),
            message.Outgoing is { } own
                ? own.ReplyTo
                : ReplyAddress.Of(message, delivery.Recipient, configuration, keys),
            PossibleDouble: delivery.State is DeliveryState.Sending or DeliveryState.Unknown
        );
    }

    internal static ServerRequest Request(
        ThreadMessage message,
        MessageDelivery delivery,
        GatewayConfiguration configuration
    ) =>
        new()
        {
            From = message.Outgoing?.From ?? From(message.Author),
            ExplicitServer = message.Outgoing?.Server,
            Bulk = delivery.Bulk,
            BulkServer = configuration.Parameters.BulkServer,
            Servers = configuration.OutgoingServers,
            DefaultServer = configuration.DefaultServer,
            DefaultFromFilter = configuration.Parameters.DefaultFromFilter,
            Order = configuration.Parameters.OdooServerSelection ? SelectionOrder.Odoo : SelectionOrder.Documented,
            NotificationAddress = configuration.AliasDomain(message.Thread.AliasDomain)?.NotificationAddress,
            // A mail's From can be forged; what a program posted came with a key.
            AuthorKeepsAddress =
                message.Author.Internal
                && message.Mail is null
                && IsOnAliasDomain(message.Author.Address, configuration),
        };

    private static string From(MessageAuthor author) =>
        EmailAddress.TryCreate(author.Address, author.Name, out var address) ? address.ToString() : author.DisplayName;

    private static bool IsOnAliasDomain(string address, GatewayConfiguration configuration) =>
        EmailAddress.TryParse(address, out var parsed)
        && configuration.AliasDomains.Any(domain => domain.Name == parsed.Domain);

    private static EmailAddress? Bounce(
        ThreadHead thread,
        MessageDelivery delivery,
        string bounce,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        if (!EmailAddress.TryParse(bounce, out var plain))
            return null;
        var tag = VerpTag.Write(keys, thread.Token, new MessageKey(delivery.Message).Id, delivery.Recipient);
        var local = $"{plain.LocalPart}+{tag}";
        return
            configuration.Parameters.Verp
            && local.Length <= LocalPartLimit
            && EmailAddress.TryCreate($"{local}@{plain.Domain}", null, out var tagged)
            ? tagged
            : plain;
    }
}
