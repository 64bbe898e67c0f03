using Postern.Contracts;
using Postern.Core.Journal;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Copies of a mail, and mails that share a Message-Id.</summary>
public sealed class RouterDuplicateTests
{
    [Fact]
    public void A_copy_makes_the_record_that_the_first_did_not_and_no_other()
    {
        var desk = Desk();
        const string id = "Message-Id: <copy@new.example>";
        var mail = Eml(Nora, $"To: friend@elsewhere.example\n{id}");

        string[] recipients = ["sales", "support", "support", "sales"];
        var outcomes = recipients
            .Select(local => new MailOrigin("http", RcptTo: [$"{local}@mycompany.example"]))
            .Select(origin => Describe(desk.Receive(mail, origin)));

        Assert.Equal(
            [
                "routed: crm.lead new",
                "routed: helpdesk.ticket new; tells: anna@mycompany.example",
                "duplicate",
                "duplicate",
            ],
            outcomes
        );
        var otherContent = desk.Receive(Eml(Nora, $"{ToSales}\n{id}", "Something else."));
        Assert.Equal("routed: crm.lead new", Describe(otherContent));
    }

    [Fact]
    public void A_copy_of_a_reply_a_forward_or_a_refused_mail_is_a_duplicate_that_names_nothing_further()
    {
        var desk = Desk();
        desk.AddMessage(new ThreadKey("helpdesk.ticket", "99"), "sent-99@mycompany.example", AnnaAgent);
        var forward = Eml(
            Carl,
            $"{ToSupport}, sales@mycompany.example\n{AnswersTicket}\nMessage-Id: <2@customer.example>"
        );
        var refused = Eml(Nora, $"{ToCatchall}\nCc: sales@mycompany.example\nMessage-Id: <3@new.example>");
        var reply = Eml(Carl, $"{ToSupport}\nReferences: <sent-99@mycompany.example>");
        var toDiary = new MailOrigin("http", RcptTo: ["diary@mycompany.example"]);

        Assert.Equal("routed: crm.lead new", Describe(desk.Receive(forward)));
        Assert.Equal("duplicate", Describe(desk.Receive(forward)));
        Assert.Equal("refused; answers: nora@new.example (Catchall)", Describe(desk.Receive(refused)));
        Assert.Equal("duplicate", Describe(desk.Receive(refused)));
        Assert.Equal("routed: helpdesk.ticket/99 made", Describe(desk.Receive(reply)));
        Assert.Equal("duplicate", Describe(desk.Receive(reply, toDiary)));
    }
}
