using Postern.Core.Journal;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Automatic mail and senders that write too often.</summary>
public sealed class RouterLoopTests
{
    [Theory]
    [InlineData("accept", "routed: crm.lead new")]
    [InlineData("refuse", "refused")]
    public void Automatic_mail_that_is_new_makes_a_record_or_is_refused_and_as_a_reply_it_is_kept(
        string setting,
        string expected
    )
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.auto"] = setting;
        const string reply = $"{ToCatchall}\n{RefersToTicket}\nAuto-Submitted: auto-replied";

        Assert.Equal(expected, Describe(desk.Receive(Eml(Nora, $"{ToSales}\nAuto-Submitted: auto-generated"))));
        Assert.Equal(
            JournalState.Routed,
            desk.Receive(Eml(Carl, $"{reply}\nMessage-Id: <2@customer.example>")).Decision.State
        );
    }

    [Fact]
    public void Two_responders_on_one_thread_fall_silent_and_what_they_say_is_kept()
    {
        var desk = Desk();
        const string reply = $"{ToSupport}\n{AnswersTicket}\nAuto-Submitted: auto-replied";

        var outcomes = Enumerable
            .Range(0, 5)
            .Select(i => Describe(desk.Receive(Eml(Carl, $"{reply}\nMessage-Id: <{i}@customer.example>"))))
            .ToList();

        Assert.Equal(3, outcomes.Count(text => text == "routed: helpdesk.ticket/7; tells: anna@mycompany.example"));
        Assert.Equal(["routed: helpdesk.ticket/7", "routed: helpdesk.ticket/7"], outcomes[3..]);
    }

    [Fact]
    public void Replies_of_one_sender_on_one_thread_are_counted_and_others_are_not_stopped()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";

        Assert.Equal(
            [JournalState.Routed, JournalState.Routed, JournalState.Ignored],
            Enumerable.Range(0, 3).Select(i => Reply(Carl, i))
        );
        Assert.Equal(JournalState.Routed, Reply(Anna, 4));
        desk.AllowedSenders.Add("carl@customer.example");
        Assert.Equal(JournalState.Routed, Reply(Carl, 5));

        JournalState Reply(string from, int i) =>
            desk.Receive(Eml(from, $"{ToSupport}\n{AnswersTicket}\nMessage-Id: <{i}@x.example>")).Decision.State;
    }
}
