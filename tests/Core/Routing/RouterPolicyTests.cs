using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Which alias's settings a reply obeys, and what the outcome says about it.</summary>
public sealed class RouterPolicyTests
{
    private const string Forged =
        "Authentication-Results: mx.mycompany.example; dmarc=fail header.from=customer.example";

    private const string Spam =
        "X-Spam-Flag: YES\nReceived: from mail.spam.example by mx.mycompany.example; Sat, 28 Nov 2026 10:00:00 +0000";

    private static readonly ThreadKey Ticket = new("helpdesk.ticket", "7");

    [Fact]
    public void A_forged_reply_obeys_the_alias_of_the_model_that_it_was_sent_to_and_else_the_one_that_made_the_record()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Quarantine };
        desk.Aliases.Add(Alias("open", "helpdesk.ticket"));
        var made = Assert.Single(desk.Receive(Eml(Carl, ToSupport)).Claim.Postings);

        Assert.Equal(JournalState.Quarantined, StateOf(ToCatchall, 2));
        Assert.Equal(JournalState.Routed, StateOf("To: open@mycompany.example", 3));
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Accept };
        desk.Aliases[1] = desk.Aliases[1] with { ForgedMail = ForgedMail.Quarantine };
        Assert.Equal(JournalState.Routed, StateOf($"{ToCatchall}\nCc: sales@mycompany.example", 4));

        JournalState StateOf(string to, int id) =>
            desk.Receive(
                Eml(Carl, $"{to}\nIn-Reply-To: <{made.MessageId}>\n{Forged}\nMessage-Id: <{id}@x.example>", $"{id}.")
            ).Decision.State;
    }

    [Theory]
    [InlineData($"{Forged}\n")]
    [InlineData($"{Spam}\n")]
    public void What_is_in_quarantine_names_the_thread_and_the_alias_and_a_release_lets_it_through(string verdict)
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Quarantine, Spam = SpamMail.Quarantine };

        var handled = desk.Receive($"{verdict}{Eml(Carl, $"{ToSupport}\n{AnswersTicket}")}");

        Assert.Equal(JournalState.Quarantined, handled.Decision.State);
        Assert.Equal([Ticket], handled.Decision.Candidates);
        Assert.Equal(["support"], handled.Decision.Aliases.Select(alias => alias.LocalPart));
        var released = Router.Decide(handled.Mail, handled.Facts with { Released = true });
        Assert.Equal(JournalState.Routed, released.State);
    }

    [Fact]
    public void A_quarantine_for_forged_mail_lets_other_mail_through_and_an_ordinary_reply_names_no_alias()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Quarantine };

        var reply = desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}"));

        Assert.Equal(JournalState.Routed, reply.Decision.State);
        Assert.Empty(reply.Decision.Aliases);
    }

    [Fact]
    public void Each_alias_of_a_mail_decides_for_its_own_record_whether_spam_is_shown()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { Spam = SpamMail.Accept };
        desk.Aliases.Add(Alias("aid", "helpdesk.ticket"));

        var spam = desk.Receive($"{Spam}\n{Eml(Carl, $"{ToSupport}, aid@mycompany.example")}");

        Assert.Equal(
            [("aid", "X-Spam-Flag: YES"), ("support", null)],
            spam.Claim.Postings.Select(posting => (posting.Thread.Alias!, posting.Spam))
        );
    }

    [Fact]
    public void A_reply_shows_no_spam_where_its_alias_accepts_it()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { Spam = SpamMail.Accept };

        var reply = desk.Receive($"{Spam}\n{Eml(Carl, $"{ToSupport}\n{AnswersTicket}")}");

        Assert.Null(Assert.Single(reply.Claim.Postings).Spam);
    }

    [Fact]
    public void What_is_held_names_the_sender_and_the_thread()
    {
        var desk = Desk();
        desk.Parameters["mail.reply.strangers"] = "hold";

        var held = desk.Receive(Eml(Nora, $"{ToCatchall}\n{AnswersTicket}"));

        Assert.Equal([Ticket], held.Decision.Candidates);
        Assert.Equal(
            "The field In-Reply-To names helpdesk.ticket:7, but nora@new.example takes no part in it.",
            InboundJournal.Why(held.Claim)
        );
    }

    [Fact]
    public void A_reply_to_a_thread_that_is_not_there_says_that_it_makes_it()
    {
        var desk = Desk();
        desk.AddMessage(new ThreadKey("helpdesk.ticket", "99"), "sent-99@mycompany.example", AnnaAgent);

        var reply = desk.Receive(Eml(Carl, $"{ToCatchall}\nReferences: <sent-99@mycompany.example>"));

        Assert.Equal(
            "The field References names helpdesk.ticket:99, which is not there and is made.",
            InboundJournal.Why(reply.Claim)
        );
    }

    [Theory]
    [InlineData("sales", "Sent to sales@mycompany.example.")]
    [InlineData(
        "partners",
        "Sent to partners@mycompany.example, which refuses it: only known contacts may write to it."
    )]
    [InlineData("team", "Sent to team@mycompany.example, which refuses it: only followers may write to it.")]
    public void An_alias_says_what_it_did_and_a_refusal_comes_from_its_domain(string local, string text)
    {
        var handled = Desk().Receive(Eml(Nora, $"To: {local}@mycompany.example"));

        Assert.Equal(text, handled.Decision.Reasons.Single(reason => reason.Rule == "Alias").Text);
        Assert.All(handled.Told, notice => Assert.Equal("mycompany.example", notice.Domain));
    }

    private static RoutingWorld Trusting()
    {
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";
        return desk;
    }
}
