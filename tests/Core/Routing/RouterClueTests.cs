using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Mails whose fields and addresses name several threads, or a thread and an alias.</summary>
public sealed class RouterClueTests
{
    [Fact]
    public void A_thread_that_is_there_goes_before_one_that_a_more_trusted_field_names()
    {
        var desk = Desk();
        desk.AddMessage(new ThreadKey("helpdesk.ticket", "99"), "sent-99@mycompany.example", AnnaAgent);

        var reply = desk.Receive(Eml(Carl, $"{ToCatchall}\nReferences: <sent-99@mycompany.example>\n{AnswersTicket}"));

        Assert.Equal("routed: helpdesk.ticket/7; tells: anna@mycompany.example", Describe(reply));
    }

    [Fact]
    public void Who_takes_part_in_none_of_the_threads_is_routed_by_the_most_trusted_field()
    {
        var desk = Desk();
        var other = desk.AddThread("helpdesk.ticket", "8");
        desk.AddMessage(other, "sent-8@mycompany.example", AnnaAgent);

        var reply = desk.Receive(Eml(Nora, $"{ToCatchall}\nReferences: <sent-8@mycompany.example>\n{AnswersTicket}"));

        Assert.Equal("routed: helpdesk.ticket/8", Describe(reply));
    }

    [Fact]
    public void Only_the_tag_that_we_signed_makes_an_alias_the_reply_address_of_a_record()
    {
        var token = Desk().Threads.Values.Single().Head.Token;
        var signed = ReplyTag.Write(RoutingWorld.Keys, token, "carl@customer.example");
        var forged = new string('0', ReplyTag.Length);

        Assert.Equal("routed: crm.lead new", Reply($"To: sales+{forged}@mycompany.example"));
        Assert.Equal(
            "routed: crm.lead new",
            Reply($"To: support+{signed}@mycompany.example, sales+{forged}@mycompany.example")
        );
        Assert.Equal(
            "routed: helpdesk.ticket/7; tells: anna@mycompany.example",
            Reply($"To: sales+{signed}@mycompany.example")
        );

        static string Reply(string to) => Describe(Desk().Receive(Eml(Carl, $"{to}\n{AnswersTicket}")));
    }

    [Fact]
    public void What_is_sent_to_the_address_of_a_note_is_a_note_whichever_message_its_fields_name()
    {
        var desk = Desk();
        var token = desk.Threads.Values.Single().Head.Token;
        var tag = ReplyTag.Write(RoutingWorld.Keys, token, "anna@mycompany.example", note: true);

        var answer = desk.Receive(Eml(Anna, $"To: support+{tag}@mycompany.example\n{RefersToTicket}"));

        Assert.Equal(MessageKind.Note, Assert.Single(answer.Claim.Postings).Kind);
    }

    [Fact]
    public void A_copy_with_an_alias_more_makes_only_the_record_that_is_missing()
    {
        var desk = Desk();
        var mail = Eml(Nora, "To: friend@elsewhere.example");

        Assert.Equal("routed: crm.lead new", Describe(desk.Receive(mail, To("sales"))));
        Assert.Equal(
            "routed: helpdesk.ticket new; tells: anna@mycompany.example",
            Describe(desk.Receive(mail, To("sales", "support")))
        );
    }

    [Theory]
    [InlineData("diary", "routed: helpdesk.ticket/7; tells: anna@mycompany.example, carl@customer.example")]
    [InlineData("partners", "refused; answers: nora@new.example (KnownContactsOnly)")]
    [InlineData("unknown", "routed: project.task new")]
    public void Whatever_became_of_the_first_copy_another_alias_makes_its_record(string first, string outcome)
    {
        var desk = Desk();
        var mail = Eml(Nora, "To: friend@elsewhere.example");

        Assert.Equal(outcome, Describe(desk.Receive(mail, To(first) with { FallbackModel = "project.task" })));
        Assert.Equal("routed: crm.lead new", Describe(desk.Receive(mail, To("sales"))));
    }

    private static MailOrigin To(params string[] locals) =>
        new("http", RcptTo: [.. locals.Select(local => $"{local}@mycompany.example")]);
}
