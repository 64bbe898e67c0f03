using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
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
    // An attempt that began within the term decides the delivery itself, so it gets the time to end.
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
        var retry = configuration.Parameters.Retry;
        // Attempts that crash one after the other must not be repeated for ever.
        if (delivery.State == DeliveryState.Sending && DeliveryTerm.IsOver(delivery, retry + Grace, now))
            return End(delivery, delivery.Problem, delivery.Reply ?? "No try came to an end.", now);
        var mayBeHeld = delivery is { State: DeliveryState.Queued or DeliveryState.Waiting, Released: false };
        if (mayBeHeld && MailModeRules.HeldBecause(configuration, delivery.Recipient) is { } why)
            return new OutboundDecision.Hold(why);
        if (MailModeRules.Unredirected(configuration) is { } nowhere)
            return new OutboundDecision.Hold(nowhere);
        var decision = UseOpenServers(Choose(message, delivery, configuration, keys), health, now);
        return decision is OutboundDecision.Later wait ? OrEnd(wait, delivery, retry, now) : decision;
    }

    /// <summary>A wait within the term of the delivery, or its end when the term is over.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="delivery">The delivery as a run has read it.</param>
    /// <param name="retry">How long it is tried from when it was first due.</param>
    /// <param name="now">The current time.</param>
    public static OutboundDecision OrEnd(
        OutboundDecision.Later wait,
        MessageDelivery delivery,
        TimeSpan retry,
        DateTimeOffset now
    ) =>
        wait switch
        {
            { Problem: null } or { IsLimit: true } => wait,
            _ when DeliveryTerm.IsOver(delivery, retry, now) => End(delivery, wait.Problem, wait.Why, now),
            _ => wait with { Due = DeliveryTerm.NotAfterEnd(delivery, retry, wait.Due) },
        };

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
            PossibleDouble: DeliveryPolicy.MayHaveArrived(delivery)
        )
        {
            RedirectedTo = MailModeRules.RedirectedTo(configuration),
        };
    }

    private static bool IsFinished(DeliveryState state) =>
        state is DeliveryState.Sent or DeliveryState.Failed or DeliveryState.Bounced or DeliveryState.Skipped;

    private static OutboundDecision.GiveUp End(
        MessageDelivery delivery,
        DeliveryProblem? cause,
        string words,
        DateTimeOffset now
    ) => new(DeliveryProblem.Expired, DeliveryTerm.History(delivery, words, now), cause);

    // What waits for its server is decided about whenever it is looked at: the limit may have been raised, the server
    // mended, or another one named.
    private static OutboundDecision.Later? NotDue(MessageDelivery delivery, DateTimeOffset now) =>
        delivery switch
        {
            { State: DeliveryState.Sending, LeasedUntil: { } until } when until > now => new OutboundDecision.Later(
                until,
                "Another run is sending it."
            ),
            { State: DeliveryState.Waiting or DeliveryState.Unknown, WaitsFor: null, NextAttempt: { } next }
                when next > now => new OutboundDecision.Later(next, "It waits for its next attempt."),
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
        return OutboundDecision.Later.For(first, health.GetValueOrDefault(first.Id), Access(first));

        ServerAccess Access(OutgoingServer server) =>
            ServerHealthRules.Access(health.GetValueOrDefault(server.Id), now);
    }
}
