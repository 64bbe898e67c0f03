using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Selection;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>
/// Decides what to do with a delivery: whether to send it, and with which server, From and return path (P13–P27).
/// </summary>
public static class OutboundPlanner
{
    // An attempt that began within the retry period decides the delivery itself, so it gets the time to end.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public static OutboundDecision Decide(
        ThreadMessage message,
        MessageDelivery delivery,
        GatewayConfiguration configuration,
        IReadOnlyDictionary<string, ServerHealth> health,
        TagKeyRing keys,
        DateTimeOffset now
    )
    {
        if (IsFinished(delivery.State))
            return new OutboundDecision.Nothing($"It is {delivery.State}.");
        if (NotDue(delivery, now) is { } later)
            return later;
        // Attempts that crash one after the other must not be repeated for ever.
        if (now - delivery.FirstTried >= configuration.Parameters.Retry + Grace)
            return new OutboundDecision.GiveUp(DeliveryProblem.Expired, delivery.Reply ?? "No try came to an end.");
        var mayBeHeld = delivery is { State: DeliveryState.Queued or DeliveryState.Waiting, Released: false };
        if (mayBeHeld && MailModeRules.HeldBecause(configuration) is { } why)
            return new OutboundDecision.Hold(why);
        return UseOpenServers(Choose(message, delivery, configuration, keys), health, now);
    }

    /// <summary>Selects server, From, return path and Reply-To, whatever the state of delivery and servers.</summary>
    internal static OutboundDecision Choose(
        ThreadMessage message,
        MessageDelivery delivery,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var choice = ServerSelector.Select(ServerRequests.For(message, delivery, configuration));
        if (choice.Server is not { } server || choice.HeaderFrom is not { } from)
            return new OutboundDecision.GiveUp(DeliveryProblem.NoServer, choice.Refusal ?? "No server.");
        IReadOnlyList<OutgoingServer> failover = configuration.Parameters.ServerFailover ? choice.Failover : [];
        return new OutboundDecision.Send(
            [server, .. failover],
            from,
            ReturnPath.Of(message.Thread, delivery, configuration, keys),
            message.Outgoing is { } own
                ? own.ReplyTo
                : ReplyAddress.Of(message, delivery.Recipient, configuration, keys),
            PossibleDouble: delivery.State is DeliveryState.Sending or DeliveryState.Unknown
        );
    }

    private static bool IsFinished(DeliveryState state) =>
        state is DeliveryState.Sent or DeliveryState.Failed or DeliveryState.Bounced or DeliveryState.Skipped;

    private static OutboundDecision.Later? NotDue(MessageDelivery delivery, DateTimeOffset now) =>
        delivery switch
        {
            { State: DeliveryState.Sending, LeasedUntil: { } until } when until > now => new OutboundDecision.Later(
                until,
                "Another run is sending it."
            ),
            { State: DeliveryState.Waiting or DeliveryState.Unknown, NextAttempt: { } next } when next > now =>
                new OutboundDecision.Later(next, "It waits for its next attempt."),
            _ => null,
        };

    // When all selected servers are paused, the delivery waits for the one that is used again first.
    private static OutboundDecision UseOpenServers(
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
        var first = send.Servers.MinBy(server => Access(server).Until)!;
        var (_, until, why) = Access(first);
        return new OutboundDecision.Later(until!.Value, why!, DeliveryProblem.Server, first.Id);

        ServerAccess Access(OutgoingServer server) =>
            ServerHealthRules.Access(health.GetValueOrDefault(server.Id), now);
    }
}
