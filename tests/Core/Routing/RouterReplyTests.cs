using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Replies: which thread they go to, and who may write there.</summary>
public sealed class RouterReplyTests
{
    [Fact]
    public void Clues_that_contradict_each_other_park_the_mail_with_the_candidates()
    {
        var desk = Desk();
        var other = desk.AddThread("helpdesk.ticket", "8", new Follower { Address = "nora@new.example" });
        desk.AddMessage(other, "sent-8@mycompany.example", AnnaAgent);
        const string fields = $"{ToCatchall}\nReferences: <sent-8@mycompany.example>\n{AnswersTicket}";

        var parked = desk.Receive(Eml(Carl, fields));
        var clear = desk.Receive(Eml(Nora, $"{fields}\nMessage-Id: <2@new.example>"));

        Assert.Equal(JournalState.Parked, parked.Decision.State);
        Assert.Equal([other, new ThreadKey("helpdesk.ticket", "7")], parked.Claim.Candidates);
        Assert.Equal("routed: helpdesk.ticket/8", Describe(clear));
    }

    [Fact]
    public void A_reply_through_an_alias_obeys_its_contact_policy_and_followers_always_may()
    {
        var desk = Desk();
        desk.Aliases[0] = desk.Aliases[0] with { ContactPolicy = ContactPolicy.Partners };
        desk.AddThread("helpdesk.ticket", "7", new Follower { Address = "invited@guest.example" });
        const string fields = $"{ToSupport}\n{AnswersTicket}";

        var stranger = desk.Receive(Eml(Nora, fields));
        var follower = desk.Receive(Eml("invited@guest.example", $"{fields}\nMessage-Id: <2@guest.example>"));
        var catchall = desk.Receive(Eml(Nora, $"{ToCatchall}\n{AnswersTicket}\nMessage-Id: <3@new.example>"));

        Assert.Equal("refused; answers: nora@new.example (KnownContactsOnly)", Describe(stranger));
        Assert.Equal(JournalState.Routed, follower.Decision.State);
        Assert.Equal(JournalState.Routed, catchall.Decision.State);
    }

    [Fact]
    public void A_reply_to_another_models_alias_makes_a_record_there_and_only_there()
    {
        var forward = Desk().Receive(Eml(Carl, $"{ToSupport}, sales@mycompany.example\n{AnswersTicket}"));

        Assert.Equal("routed: crm.lead new", Describe(forward));
    }

    [Fact]
    public void The_reply_address_of_a_record_still_leads_to_it_when_its_alias_makes_other_records_by_now()
    {
        var desk = Desk();
        var token = desk.Threads.Values.Single().Head.Token;
        var tag = ReplyTag.Write(RoutingWorld.Keys, token, "carl@customer.example");
        desk.Aliases[0] = desk.Aliases[0] with { Model = "helpdesk.case" };

        Assert.Equal(
            "routed: helpdesk.ticket/7; tells: anna@mycompany.example",
            Describe(desk.Receive(Eml(Carl, $"To: support+{tag}@mycompany.example\n{AnswersTicket}")))
        );
        Assert.Equal(
            "routed: helpdesk.case new; tells: anna@mycompany.example",
            Describe(desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}\nMessage-Id: <2@customer.example>")))
        );
    }

    [Fact]
    public void A_reply_to_a_thread_that_is_not_there_makes_it()
    {
        var desk = Desk();
        desk.AddMessage(new ThreadKey("helpdesk.ticket", "99"), "sent-99@mycompany.example", AnnaAgent);

        Assert.Equal(
            "routed: helpdesk.ticket/99 made",
            Describe(desk.Receive(Eml(Carl, $"{ToCatchall}\nReferences: <sent-99@mycompany.example>")))
        );
    }

    [Fact]
    public void The_answer_to_a_note_is_a_note_and_its_author_hears_of_it()
    {
        var desk = Desk();
        desk.AddMessage(
            new ThreadKey("helpdesk.ticket", "7"),
            "note-7@mycompany.example",
            new MessageAuthor("boss@mycompany.example", "Bo Boss", true),
            MessageKind.Note
        );

        var answer = desk.Receive(
            Eml(Anna, $"{ToCatchall}\n{RefersToTicket}\nIn-Reply-To: <note-7@mycompany.example>")
        );

        Assert.Equal(MessageKind.Note, Assert.Single(answer.Claim.Postings).Kind);
        Assert.Equal("routed: helpdesk.ticket/7; tells: boss@mycompany.example", Describe(answer));
    }

    [Theory]
    [InlineData("accept", "routed: helpdesk.ticket/7; tells: anna@mycompany.example, carl@customer.example")]
    [InlineData("flag", "routed: helpdesk.ticket/7; tells: anna@mycompany.example, carl@customer.example")]
    [InlineData("hold", "held")]
    public void A_strangers_reply_is_taken_or_held_as_the_administrator_wants(string setting, string expected)
    {
        var desk = Desk();
        desk.Parameters["mail.reply.strangers"] = setting;

        var stranger = desk.Receive(Eml(Nora, $"{ToCatchall}\n{RefersToTicket}"));
        var follower = desk.Receive(Eml(Carl, $"{ToCatchall}\n{RefersToTicket}\nMessage-Id: <2@customer.example>"));

        Assert.Equal(expected, Describe(stranger));
        Assert.Equal("routed: helpdesk.ticket/7; tells: anna@mycompany.example", Describe(follower));
    }
}
