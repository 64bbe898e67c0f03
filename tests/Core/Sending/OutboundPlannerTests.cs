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
        var delivery = ToCarl with
        {
            State = DeliveryState.Sending,
            Problem = DeliveryProblem.Recipient,
            Reply = reply,
            FirstDue = Now - TimeSpan.FromDays(3),
        };

        var end = Assert.IsType<OutboundDecision.GiveUp>(Decide(delivery, configuration));

        Assert.Equal((DeliveryProblem.Expired, DeliveryProblem.Recipient), (end.Problem, end.Cause));
        Assert.StartsWith($"{why} (given up after 3 days", end.Why, StringComparison.Ordinal);
        Assert.IsType<OutboundDecision.Send>(
            Decide(delivery with { FirstDue = delivery.FirstDue + Instant }, configuration)
        );
    }

    [Theory]
    [InlineData(DeliveryState.Queued)]
    [InlineData(DeliveryState.Waiting)]
    [InlineData(DeliveryState.Unknown)]
    public void What_can_be_tried_is_tried_once_more_however_long_it_has_waited(DeliveryState state) =>
        Assert.IsType<OutboundDecision.Send>(
            Decide(ToCarl with { State = state, FirstDue = Now.AddDays(-40), FirstTried = Now.AddDays(-40) })
        );

    [Theory]
    [InlineData(ServerTrouble.Limit, DeliveryProblem.Server)]
    [InlineData(ServerTrouble.Refusals, DeliveryProblem.Server)]
    [InlineData(ServerTrouble.Authentication, DeliveryProblem.Authentication)]
    public void A_paused_server_keeps_mail_back_until_its_term_is_over(ServerTrouble trouble, DeliveryProblem problem)
    {
        var pause = Paused("a", Now.AddHours(1)) with { Trouble = trouble };
        ServerHealth[] pauses = [pause, pause with { Server = "b" }];
        var over = ToCarl with { State = DeliveryState.Waiting, FirstDue = Now.AddDays(-3) };

        var end = Assert.IsType<OutboundDecision.GiveUp>(Decide(over, Open, pauses));
        var last = Assert.IsType<OutboundDecision.Later>(
            Decide(over with { FirstDue = over.FirstDue + TimeSpan.FromMinutes(1) }, Open, pauses)
        );

        Assert.Equal((DeliveryProblem.Expired, problem), (end.Problem, end.Cause));
        Assert.Contains("421 Too much (given up after 3 days", end.Why, StringComparison.Ordinal);
        Assert.Contains("no try got as far as this mail", end.Why, StringComparison.Ordinal);
        Assert.Equal((problem, "a", Now.AddMinutes(1)), (last.Problem, last.Server, last.Due));
    }

    [Theory]
    [InlineData(DeliveryProblem.Limit, "relay", false)]
    // All connections in use, or no space for files: that is trouble, not a turn that comes.
    [InlineData(DeliveryProblem.Limit, null, true)]
    [InlineData(DeliveryProblem.Server, "relay", true)]
    [InlineData(null, null, false)]
    public void Every_wait_ends_with_the_term_except_the_one_for_a_sending_limit(
        DeliveryProblem? problem,
        string? server,
        bool ends
    )
    {
        var wait = new OutboundDecision.Later(Now.AddHours(9), "Why", problem, server);
        var over = ToCarl with { FirstDue = Now.AddDays(-3) };

        var decided = OutboundPlanner.OrEnd(wait, over, TimeSpan.FromDays(3), Now);

        Assert.Equal(ends, decided is OutboundDecision.GiveUp);
        Assert.Equal(!ends, ReferenceEquals(wait, decided));
    }

    [Theory]
    [InlineData(DeliveryState.Waiting)]
    [InlineData(DeliveryState.Unknown)]
    public void What_waits_for_its_server_is_decided_about_whenever_it_is_looked_at(DeliveryState state)
    {
        var waiting = ToCarl with { State = state, WaitsFor = "a", NextAttempt = Now.AddHours(9) };

        Assert.IsType<OutboundDecision.Send>(Decide(waiting));
        Assert.IsType<OutboundDecision.Later>(Decide(waiting with { WaitsFor = null }));
    }

    [Theory]
    [InlineData(DeliveryState.Queued, false)]
    [InlineData(DeliveryState.Waiting, true)]
    [InlineData(DeliveryState.Unknown, false)]
    public void Redirected_mail_never_goes_to_its_recipient_and_returns_to_the_plain_address(
        DeliveryState state,
        bool released
    )
    {
        var delivery = ToCarl with { State = state, Released = released };
        var parameters = new Dictionary<string, string> { ["mail.mode"] = "redirect" };
        Assert.IsType<OutboundDecision.Hold>(Decide(delivery, Open with { Parameters = new(parameters) }));

        parameters["mail.redirect.to"] = "tester@x.example";
        var decision = Decide(delivery, Open with { Parameters = new(parameters) });

        var send = Assert.IsType<OutboundDecision.Send>(decision);
        Assert.Equal("tester@x.example", send.RedirectedTo?.Address);
        Assert.Equal("bounce@mycompany.example", send.Bounce?.Address);
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
