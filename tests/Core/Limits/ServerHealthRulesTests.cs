using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Limits;

namespace Postern.Tests.Limits;

public sealed class ServerHealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryResult Accepted = new(DeliveryOutcome.Accepted, "2.0.0 Ok");
    private static readonly DeliveryResult TooMuch = new(
        DeliveryOutcome.Deferred,
        "421 4.7.0 Too many messages",
        DeliveryProblem.Connection,
        421
    );
    private static readonly DeliveryResult Blocked = new(
        DeliveryOutcome.Refused,
        "550 5.7.1 Blocked",
        DeliveryProblem.Content,
        550
    );

    private static readonly DeliveryResult Silent = new(DeliveryOutcome.Unreachable, "No answer.")
    {
        TimedOut = true,
        Stage = SmtpStage.Sender,
    };
    private static readonly DeliveryResult OverQuota = new(
        DeliveryOutcome.Deferred,
        "452 Mailbox quota exceeded",
        DeliveryProblem.Recipient,
        452
    );

    [Theory]
    [InlineData("450 4.7.28 Our system has detected an unusual rate of mail", 450, ServerReply.Limit)]
    [InlineData("451 4.7.1 Error: too much mail from 192.0.2.1", 451, ServerReply.Limit)]
    [InlineData("432 4.3.2 Sender thread limit", 432, ServerReply.Limit)]
    [InlineData("451 4.7.1 Greylisted, try again in five minutes", 451, ServerReply.Answer)]
    [InlineData("450 4.2.1 The user is receiving mail at a rate that is too high", 450, ServerReply.Answer)]
    [InlineData("450 4.2.0 Mailbox busy", 450, ServerReply.Answer)]
    [InlineData("550 5.1.1 No such user", 550, ServerReply.Answer)]
    [InlineData("550 User unknown", 550, ServerReply.Answer)]
    [InlineData("552 5.2.2 Over quota", 552, ServerReply.Answer)]
    [InlineData("550 5.7.1 Relaying denied", 550, ServerReply.Refusal)]
    [InlineData("554 Your network is on our block list", 554, ServerReply.Refusal)]
    internal void A_reply_at_the_recipient_is_about_the_server_or_about_the_mail(
        string text,
        int code,
        ServerReply reply
    )
    {
        var outcome = code >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Deferred;
        var result = new DeliveryResult(outcome, text, DeliveryProblem.Recipient, code);
        Assert.Equal(reply, ServerReplies.Read(result));
    }

    [Fact]
    public void A_server_that_gets_too_much_is_closed_then_tried_by_one_mail_then_open()
    {
        var parked = After(null, TooMuch, Now)!;
        Assert.Equal(ServerAccessKind.Closed, ServerHealthRules.Access(parked, Now).Kind);
        Assert.Contains("Too many messages", ServerHealthRules.Access(parked, Now).Why, StringComparison.Ordinal);
        var later = Now.AddMinutes(1);
        Assert.Equal(ServerAccessKind.Probe, ServerHealthRules.Access(parked, later).Kind);
        var probing = ServerHealthRules.Probing(parked, later);
        Assert.Equal(ServerAccessKind.Closed, ServerHealthRules.Access(probing, later).Kind);
        Assert.Equal(ServerAccessKind.Probe, ServerHealthRules.Access(probing, later.AddMinutes(3)).Kind);
        Assert.Null(After(probing, Accepted, later));

        var again = After(probing, TooMuch, later)!;
        Assert.Equal((2, later.AddMinutes(2), Now), (again.Strikes, again.ClosedUntil, again.Since));
    }

    [Fact]
    public void Mails_under_way_while_it_was_closed_change_nothing()
    {
        var parked = After(null, TooMuch, Now);
        Assert.Same(parked, After(parked, Accepted, Now.AddSeconds(5)));
        Assert.Same(parked, After(parked, TooMuch, Now.AddSeconds(5)));
    }

    [Theory]
    [InlineData(ServerTrouble.Limit, 1, 60)]
    [InlineData(ServerTrouble.Authentication, 5, 60)]
    [InlineData(ServerTrouble.Refusals, 15, 240)]
    public void Pauses_double_up_to_a_limit(ServerTrouble trouble, int first, int longest)
    {
        var pauses = Enumerable
            .Range(1, 40)
            .Select(strikes => ServerHealthRules.Pause(trouble, strikes).TotalMinutes)
            .ToList();
        Assert.Equal((first, first * 2, longest), (pauses[0], pauses[1], pauses[^1]));
        Assert.Equal(pauses.Order(), pauses);
    }

    [Fact]
    public void Five_different_recipients_refused_with_the_same_words_open_the_circuit()
    {
        ServerHealth? health = null;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(ServerAccessKind.Open, ServerHealthRules.Access(health, Now).Kind);
            health = ServerHealthRules.After(health, "relay", Blocked, $"r{i}@a.example", $"m{i}", Now);
        }
        Assert.Equal((ServerTrouble.Refusals, Now.AddMinutes(15)), (health!.Trouble, health.ClosedUntil));
        var later = Now.AddMinutes(15);
        var probing = ServerHealthRules.Probing(health, later);
        var again = ServerHealthRules.After(probing, "relay", Blocked, "r9@a.example", "m9", later);
        Assert.Equal(2, again!.Strikes);
        Assert.True(ServerHealthRules.Lesson(health, again, Blocked).RefusesAll);
    }

    [Fact]
    public void Other_words_the_same_recipient_or_an_accepted_mail_in_between_do_not()
    {
        ServerHealth? health = null;
        for (var i = 0; i < 9; i++)
            health = ServerHealthRules.After(health, "relay", Blocked, "same@a.example", $"m{i}", Now);
        Assert.Null(health!.Trouble);
        for (var i = 0; i < 9; i++)
        {
            var otherWords = Blocked with { Text = $"550 5.7.1 Blocked {i}" };
            health = ServerHealthRules.After(health, "relay", otherWords, $"r{i}@a.example", $"m{i}", Now);
        }
        Assert.Null(health!.Trouble);
        for (var i = 0; i < 9; i++)
        {
            health = ServerHealthRules.After(health, "relay", Blocked, $"r{i}@a.example", $"m{i}", Now);
            if (i % 4 == 3)
                health = After(health, Accepted, Now);
        }
        Assert.Null(health!.Trouble);
    }

    [Fact]
    public void Three_timeouts_in_a_row_park_a_server_until_it_answers()
    {
        var parked = After(After(After(null, Silent, Now), Silent, Now.AddSeconds(1)), Silent, Now.AddSeconds(2))!;

        Assert.Equal(
            (ServerTrouble.Limit, true, Now.AddSeconds(62)),
            (parked.Trouble, parked.Silent, parked.ClosedUntil)
        );
        Assert.Contains(
            "does not answer in time",
            ServerHealthRules.Access(parked, Now.AddSeconds(3)).Why,
            StringComparison.Ordinal
        );
        Assert.Equal(parked.ClosedUntil, ServerHealthRules.Lesson(null, parked, Silent).ClosedUntil);
        var later = Now.AddMinutes(2);
        var again = After(ServerHealthRules.Probing(parked, later), Silent, later)!;
        Assert.Equal((2, later.AddMinutes(2), true), (again.Strikes, again.ClosedUntil, again.Silent));
        Assert.Null(
            After(ServerHealthRules.Probing(again, again.ClosedUntil!.Value), Accepted, again.ClosedUntil.Value)
        );
    }

    [Fact]
    public void An_answer_between_timeouts_ends_the_row()
    {
        var two = After(After(null, Silent, Now), Silent, Now.AddSeconds(1));
        Assert.Null(After(two, OverQuota, Now));
        Assert.Null(After(After(After(two, Accepted, Now), Silent, Now), Silent, Now.AddSeconds(1))!.Trouble);
        Assert.Same(two, After(two, new DeliveryResult(DeliveryOutcome.Unreachable, "Connection refused"), Now));
    }

    [Theory]
    [InlineData(DeliveryOutcome.Unknown)]
    [InlineData(DeliveryOutcome.Unreachable)]
    public void A_mail_that_a_server_chokes_on_counts_once_however_often_it_is_tried(DeliveryOutcome outcome)
    {
        var choked = new DeliveryResult(outcome, "No answer.") { TimedOut = true, Stage = SmtpStage.Content };
        ServerHealth? health = null;
        for (var attempt = 0; attempt < 9; attempt++)
            health = ServerHealthRules.After(health, "relay", choked, "a@a.example", "m0", Now.AddMinutes(attempt));
        Assert.Null(health!.Trouble);
        health = ServerHealthRules.After(health, "relay", choked, "a@a.example", "m1", Now);
        Assert.Null(health!.Trouble);
        health = ServerHealthRules.After(health, "relay", choked, "a@a.example", "m2", Now);
        Assert.True(health!.Silent);
        // A mail that may have been accepted goes to no other server.
        Assert.Equal(
            outcome == DeliveryOutcome.Unknown ? null : health.ClosedUntil,
            ServerHealthRules.Lesson(null, health, choked).ClosedUntil
        );
    }

    [Fact]
    public void A_421_after_the_mail_is_the_server_s_when_three_mails_get_it()
    {
        var shut = new DeliveryResult(DeliveryOutcome.Deferred, "421 4.3.0 Try again later", null, 421)
        {
            Stage = SmtpStage.Content,
        };
        ServerHealth? health = null;
        foreach (var mail in (string[])["m0", "m0", "m0", "m1"])
        {
            health = ServerHealthRules.After(health, "relay", shut, "a@a.example", mail, Now);
            Assert.Equal(ServerAccessKind.Open, ServerHealthRules.Access(health, Now).Kind);
            Assert.Null(ServerHealthRules.Lesson(null, health, shut).ClosedUntil);
        }
        health = ServerHealthRules.After(health, "relay", shut, "a@a.example", "m2", Now)!;

        Assert.Equal((ServerTrouble.Limit, false, shut.Text), (health.Trouble, health.Silent, health.Why));
        Assert.Equal(health.ClosedUntil, ServerHealthRules.Lesson(null, health, shut).ClosedUntil);
        Assert.Null(ServerHealthRules.After(null, "relay", Blocked with { SizeLimit = 0 }, "a@a.example", "m", Now));
    }

    private static ServerHealth? After(ServerHealth? health, DeliveryResult result, DateTimeOffset now) =>
        ServerHealthRules.After(health, "relay", result, "carl@customer.example", "m", now);
}
