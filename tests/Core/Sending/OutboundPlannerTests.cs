using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Sending;

public sealed class OutboundPlannerTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private static readonly GatewayConfiguration Open = Through(Server("a"), Server("b", priority: 20));

    [Theory]
    [InlineData(DeliveryState.Sent)]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Bounced)]
    [InlineData(DeliveryState.Skipped)]
    public void A_delivery_that_has_ended_is_left_alone(DeliveryState state) =>
        Assert.Equal(new OutboundDecision.Nothing($"It is {state}."), Decide(ToCarl with { State = state }));

    [Theory]
    [InlineData(DeliveryState.Sending)]
    [InlineData(DeliveryState.Waiting)]
    [InlineData(DeliveryState.Unknown)]
    public void It_is_sent_at_the_time_that_it_waits_for_and_not_before(DeliveryState state)
    {
        var soon = Now + Instant;

        Assert.Equal(soon, Assert.IsType<OutboundDecision.Later>(Decide(Until(soon))).Due);
        Assert.IsType<OutboundDecision.Send>(Decide(Until(Now)));

        MessageDelivery Until(DateTimeOffset time) =>
            state == DeliveryState.Sending
                ? ToCarl with
                {
                    State = state,
                    LeasedUntil = time,
                    NextAttempt = soon,
                }
                : ToCarl with
                {
                    State = state,
                    NextAttempt = time,
                    LeasedUntil = soon,
                };
    }

    [Theory]
    [InlineData(null, "No try came to an end.")]
    [InlineData("451 Try later", "451 Try later")]
    public void Attempts_that_never_end_are_given_up_a_day_after_the_retry_period(string? reply, string why)
    {
        var configuration = Open.With("mail.retry.days", "2");
        var delivery = ToCarl with { Reply = reply, FirstTried = Now - TimeSpan.FromDays(3) };

        Assert.Equal(new OutboundDecision.GiveUp(DeliveryProblem.Expired, why), Decide(delivery, configuration));
        Assert.IsType<OutboundDecision.Send>(
            Decide(delivery with { FirstTried = delivery.FirstTried + Instant }, configuration)
        );
    }

    [Theory]
    [InlineData(DeliveryState.Queued, false, true)]
    [InlineData(DeliveryState.Waiting, false, true)]
    [InlineData(DeliveryState.Queued, true, false)]
    [InlineData(DeliveryState.Waiting, true, false)]
    // A server may have it already: another hold would only hide that.
    [InlineData(DeliveryState.Sending, false, false)]
    [InlineData(DeliveryState.Unknown, false, false)]
    public void Mail_is_held_until_it_is_released_unless_a_server_may_have_it(
        DeliveryState state,
        bool released,
        bool isHeld
    )
    {
        var decision = Decide(ToCarl with { State = state, Released = released }, Open.With("mail.mode", "hold"));

        Assert.Equal(isHeld, decision is OutboundDecision.Hold);
        Assert.Equal(!isHeld, decision is OutboundDecision.Send);
    }

    [Theory]
    [InlineData(DeliveryState.Queued, false)]
    [InlineData(DeliveryState.Waiting, false)]
    [InlineData(DeliveryState.Sending, true)]
    [InlineData(DeliveryState.Unknown, true)]
    public void What_a_server_may_have_is_a_possible_double(DeliveryState state, bool isPossible) =>
        Assert.Equal(isPossible, Sent(ToCarl with { State = state }).PossibleDouble);

    [Fact]
    public void Other_servers_are_tried_only_where_failover_is_on()
    {
        Assert.Equal(["a", "b"], Sent(ToCarl).Servers.Select(server => server.Id));
        var alone = Sent(ToCarl, Open.With("mail.server.failover", "off"));
        Assert.Equal(["a"], alone.Servers.Select(server => server.Id));
    }

    [Fact]
    public void A_paused_server_is_passed_over_and_when_all_are_the_first_to_open_is_waited_for()
    {
        var oneHour = Now + TimeSpan.FromHours(1);

        var send = Assert.IsType<OutboundDecision.Send>(Decide(ToCarl, Open, Paused("a", oneHour)));
        Assert.Equal(["b"], send.Servers.Select(server => server.Id));

        var soonest = Now + TimeSpan.FromMinutes(5);
        var later = Decide(ToCarl, Open, Paused("a", oneHour), Paused("b", soonest));
        Assert.Equal((soonest, DeliveryProblem.Server), Reason(Assert.IsType<OutboundDecision.Later>(later)));

        static (DateTimeOffset, DeliveryProblem?) Reason(OutboundDecision.Later later) => (later.Due, later.Problem);
    }

    [Fact]
    public void Without_a_server_it_fails_with_the_reason_of_the_selection()
    {
        var nothing = new OutboundDecision.GiveUp(
            DeliveryProblem.NoServer,
            "There is no active outgoing server and no default server."
        );

        Assert.Equal(nothing, Decide(ToCarl, Through()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("shop@mycompany.example")]
    public void A_mail_that_a_program_wrote_keeps_its_own_Reply_To(string? replyTo)
    {
        var outgoing = new OutgoingHeaders { From = Anna, ReplyTo = replyTo };

        var own = OutboundPlanner.Choose(Comment with { Outgoing = outgoing }, ToCarl, Open, RoutingWorld.Keys);

        Assert.Equal(replyTo, Assert.IsType<OutboundDecision.Send>(own).ReplyTo);
        Assert.StartsWith("catchall+", Sent(ToCarl).ReplyTo, StringComparison.Ordinal);
    }

    private static ServerHealth Paused(string server, DateTimeOffset until) =>
        new()
        {
            Server = server,
            Trouble = ServerTrouble.Limit,
            Why = "421 Too much",
            ClosedUntil = until,
        };

    private static OutboundDecision.Send Sent(MessageDelivery delivery, GatewayConfiguration? configuration = null) =>
        Assert.IsType<OutboundDecision.Send>(Decide(delivery, configuration));

    private static OutboundDecision Decide(
        MessageDelivery delivery,
        GatewayConfiguration? configuration = null,
        params ServerHealth[] health
    ) =>
        OutboundPlanner.Decide(
            Comment,
            delivery,
            configuration ?? Open,
            health.ToDictionary(server => server.Server),
            RoutingWorld.Keys,
            Now
        );
}
