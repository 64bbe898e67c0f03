using Postern.Core.Delivery;
using Postern.Core.Limits;

namespace Postern.Tests.Limits;

public sealed class ServerPaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly RunShares Shares = new(16, 8);
    private static readonly DeliveryResult Accepted = new(DeliveryOutcome.Accepted, "2.0.0 Ok");
    private static readonly DeliveryResult Refused = new(DeliveryOutcome.Refused, "550 5.1.1 No such user", null, 550);
    private static readonly DeliveryResult Closed = new(DeliveryOutcome.Unreachable, "Connection refused");
    private static readonly DeliveryResult Silent = Closed with { TimedOut = true };

    [Fact]
    public void A_server_that_answers_gets_every_run()
    {
        Assert.True(ServerPace.Unknown.IsLimited(Now));
        Assert.False(After(0.2, Accepted).IsLimited(Now));
        Assert.False(After(0.2, Refused).IsLimited(Now));
        Assert.Equal(100, Entering(After(0.2, Accepted), 100));
    }

    [Fact]
    public void A_timeout_in_the_last_ten_minutes_leaves_it_a_quarter_whatever_it_answered_since()
    {
        var slow = Ended(After(30, Silent), 0.2, Accepted);

        Assert.True(slow.IsLimited(Now));
        Assert.Equal(4, Entering(slow, 100));
        Assert.False(Ended(slow, 0.2, Accepted, Now.AddMinutes(10)).IsLimited(Now.AddMinutes(10)));
    }

    [Fact]
    public void A_median_over_five_seconds_leaves_it_a_quarter()
    {
        var slow = Ended(Ended(After(0.2, Accepted), 6, Accepted), 7, Accepted);

        Assert.True(slow.IsLimited(Now));
        Assert.False(Ended(Ended(slow, 1, Accepted), 1, Accepted).IsLimited(Now));
        Assert.Equal((4 * 60 / 6, 4 * 12), (slow.PerMinute(4, Now), After(0.2, Accepted).PerMinute(4, Now)));
    }

    [Fact]
    public void Mails_that_have_waited_for_it_longer_than_that_leave_it_a_quarter()
    {
        var waiting = After(0.2, Accepted).Begin(Now).Begin(Now);

        Assert.False(waiting.IsLimited(Now.AddSeconds(5)));
        Assert.True(waiting.IsLimited(Now.AddSeconds(6)));
        var later = Now.AddSeconds(6);
        Assert.False(waiting.End(Now, null, later).End(Now, null, later).IsLimited(later));
    }

    [Fact]
    public void A_refused_connection_is_neither_an_answer_nor_a_timeout()
    {
        Assert.True(After(0.1, Closed).IsLimited(Now));
        Assert.False(Ended(After(0.2, Accepted), 0.1, Closed).IsLimited(Now));
        Assert.Empty(After(0.1, Closed).Running);
    }

    [Fact]
    public void A_mail_waits_two_seconds_for_the_first_answer_of_a_server_and_five_for_that_to_a_mail()
    {
        var (never, first) = (DateTimeOffset.MinValue, ServerPace.Unknown.Begin(Now).Begin(Now.AddSeconds(1)));

        Assert.Equal(TimeSpan.Zero, ServerPace.Unknown.UntilFirstAnswer(never, Now));
        Assert.Equal(TimeSpan.FromSeconds(0.5), first.UntilFirstAnswer(never, Now.AddSeconds(1.5)));
        Assert.Equal(TimeSpan.Zero, first.UntilFirstAnswer(never, Now.AddSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(2), first.UntilFirstAnswer(Now, Now.AddSeconds(3)));
        Assert.Equal(TimeSpan.Zero, first.UntilFirstAnswer(Now, Now.AddSeconds(6)));
        Assert.Equal(TimeSpan.Zero, After(30, Silent).Begin(Now).UntilFirstAnswer(Now, Now));
    }

    [Fact]
    public void Such_servers_together_leave_the_host_room_for_the_next_batch_and_each_new_one_a_run()
    {
        var full = Begun(ServerPace.Unknown, 4);
        var second = ServerPace.Unknown;
        while (Shares.Allows(second, [full], Now))
            second = second.Begin(Now);

        Assert.Equal(2, second.Running.Count);
        Assert.True(Shares.Allows(ServerPace.Unknown, [full, second], Now));
        Assert.False(Shares.Allows(Begun(ServerPace.Unknown, 1), [full, second], Now));
        Assert.Equal(100, Entering(After(0.2, Accepted), 100, full, second));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void A_host_with_few_runs_leaves_it_one(int batch, int threshold)
    {
        var shares = new RunShares(batch, threshold);

        Assert.True(shares.Allows(ServerPace.Unknown, [], Now));
        Assert.False(shares.Allows(Begun(ServerPace.Unknown, 1), [], Now));
    }

    /// <summary>How many of some mails at once are let in.</summary>
    private static int Entering(ServerPace pace, int mails, params ServerPace[] others)
    {
        var before = pace.Running.Count;
        for (var mail = 0; mail < mails && Shares.Allows(pace, others, Now); mail++)
            pace = pace.Begin(Now);
        return pace.Running.Count - before;
    }

    private static ServerPace Begun(ServerPace pace, int runs) =>
        Enumerable.Range(0, runs).Aggregate(pace, (current, _) => current.Begin(Now));

    private static ServerPace After(double seconds, DeliveryResult result) =>
        Ended(ServerPace.Unknown, seconds, result);

    private static ServerPace Ended(ServerPace pace, double seconds, DeliveryResult result, DateTimeOffset? at = null)
    {
        var end = at ?? Now;
        var began = end.AddSeconds(-seconds);
        return pace.Begin(began).End(began, result, end);
    }
}
