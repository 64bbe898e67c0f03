using Postern.Contracts;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Parent and References of the message that a mail becomes (RFC 5322 §3.6.4).</summary>
public sealed class InboundAncestryTests
{
    [Fact]
    public void A_reply_has_the_message_that_it_names_as_its_parent()
    {
        var posting = Assert.Single(Desk().Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}")).Claim.Postings);

        Assert.Equal("sent-7@mycompany.example", posting.InReplyTo);
        Assert.Equal(["sent-7@mycompany.example", "1@client.example", posting.MessageId], posting.References);
    }

    [Fact]
    public void A_mail_that_makes_a_record_refers_to_foreign_mails_alone_each_once()
    {
        var desk = Desk();
        var other = Assert.Single(desk.Receive(Eml(Carl, ToSales)).Claim.Postings).MessageId;
        var fields = $"References: <a@x.example> <{other}>\nIn-Reply-To: <b@x.example> <a@x.example>";

        var handled = desk.Receive(Eml(Nora, $"{ToSupport}\n{fields}\nMessage-Id: <2@new.example>"));

        // The answered lead is no ticket, so that this is a forward.
        var posting = Assert.Single(handled.Claim.Postings);
        Assert.Equal("helpdesk.ticket", posting.Thread.Model);
        Assert.Equal(["a@x.example", "b@x.example", "2@new.example", posting.MessageId], posting.References);
        Assert.Null(posting.InReplyTo);
    }

    [Theory]
    [InlineData(MessageKind.Comment, "comment@x.example")]
    [InlineData(MessageKind.Note, "note@x.example")]
    public void A_reply_that_names_only_the_thread_answers_its_latest_message_of_the_same_kind(
        MessageKind kind,
        string parent
    )
    {
        var (desk, reply, facts) = OnTicket(kind);
        facts = facts with { Latest = Latest(desk) };

        Assert.Equal(parent, InboundAncestry.ParentOf(reply, facts)?.MessageId);
    }

    [Fact]
    public void The_named_message_goes_before_the_latest_and_a_comment_is_no_parent_of_a_note()
    {
        var (desk, comment, facts) = OnTicket(MessageKind.Comment);
        var note = comment with { Kind = MessageKind.Note };
        facts = facts with { Latest = Latest(desk), Parent = desk.Messages["sent-7@mycompany.example"] };

        Assert.Equal("sent-7@mycompany.example", InboundAncestry.ParentOf(comment, facts)?.MessageId);
        Assert.Equal("note@x.example", InboundAncestry.ParentOf(note, facts)?.MessageId);
    }

    [Fact]
    public void A_comment_may_answer_a_note_that_it_names()
    {
        var (desk, comment, facts) = OnTicket(MessageKind.Comment);
        facts = facts with { Parent = Latest(desk).Find(message => message.MessageId == "note@x.example") };

        Assert.Equal("note@x.example", InboundAncestry.ParentOf(comment, facts)?.MessageId);
    }

    private static (RoutingWorld, Route.Reply, RoutingFacts) OnTicket(MessageKind kind)
    {
        var desk = Desk();
        var handled = desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}"));
        var reply = Assert.IsType<Route.Reply>(Assert.Single(handled.Decision.Routes));
        return (desk, reply with { Kind = kind }, handled.Facts with { Parent = null });
    }

    // Newest first, with one of another thread.
    private static List<ThreadMessage> Latest(RoutingWorld desk)
    {
        var ticket = new ThreadKey("helpdesk.ticket", "7");
        var other = desk.AddThread("helpdesk.ticket", "8");
        return
        [
            desk.AddMessage(other, "elsewhere@x.example", AnnaAgent),
            desk.AddMessage(other, "elsewhere-note@x.example", AnnaAgent, MessageKind.Note),
            desk.AddMessage(ticket, "note@x.example", AnnaAgent, MessageKind.Note),
            desk.AddMessage(ticket, "comment@x.example", AnnaAgent),
            desk.AddMessage(ticket, "old-note@x.example", AnnaAgent, MessageKind.Note),
            desk.AddMessage(ticket, "old-comment@x.example", AnnaAgent),
        ];
    }
}
