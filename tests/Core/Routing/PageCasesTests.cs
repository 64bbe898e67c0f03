using Postern.Core.Journal;
using Postern.Core.Threads;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>
/// What the documentation page says about incoming mail, case by case. A case is a mail to a support desk; the expected
/// outcome reads <c>state: where it goes; tells: who is notified; answers: who gets which notice</c>.
/// </summary>
public sealed class PageCasesTests
{
    private const string Ticket = "routed: helpdesk.ticket/7";
    private const string TellsAnna = "; tells: anna@mycompany.example";
    private const string RefusedNora = "refused; answers: nora@new.example";
    private const string RefusedByCatchall = $"{RefusedNora} (Catchall)";

    [Theory]
    // P3: a follower's reply updates the thread and is relayed to the other followers.
    [InlineData("P3", Carl, $"{ToCatchall}\n{RefersToTicket}", $"{Ticket}{TellsAnna}")]
    [InlineData("P3", Anna, $"{ToCatchall}\n{AnswersTicket}", $"{Ticket}; tells: carl@customer.example")]
    // P26: by the alias of the model if there is any, else by the catchall.
    [InlineData("P26", Carl, $"{ToSupport}\n{AnswersTicket}", $"{Ticket}{TellsAnna}")]
    // P26: the catchall has no other action than to collect replies.
    [InlineData("P26", Nora, ToCatchall, RefusedByCatchall)]
    [InlineData("P26", Nora, $"{ToCatchall}\nCc: sales@mycompany.example", RefusedByCatchall)]
    [InlineData("P26", Nora, $"{ToCatchall}, sales@mycompany.example", "routed: crm.lead new")]
    [InlineData("P26", Nora, $"{ToCatchall}, friend@elsewhere.example", RefusedByCatchall)]
    // P27: the bounce address is used as Return-Path of what is sent.
    [InlineData("P27", Nora, "To: bounce@mycompany.example", "bounce")]
    [InlineData("P27", Nora, "To: bounce@mycompany.example, sales@mycompany.example", "bounce")]
    // P30, P40: aliases create records from incoming mail.
    [InlineData("P30", Nora, ToSales, "routed: crm.lead new")]
    [InlineData(
        "P30",
        Nora,
        $"{ToSupport}, sales@mycompany.example",
        $"routed: crm.lead new, helpdesk.ticket new{TellsAnna}"
    )]
    [InlineData("P30", Nora, "To: friend@elsewhere.example\nCc: sales@mycompany.example", "routed: crm.lead new")]
    [InlineData("P30", Nora, "To: nobody@mycompany.example", "refused")]
    // P32, P35: changing the alias domain, the catchall or the bounce alias keeps former addresses working.
    [InlineData("P32", Nora, "To: sales@old.example", "routed: crm.lead new")]
    [InlineData("P35", Nora, "To: replies@mycompany.example", RefusedByCatchall)]
    [InlineData("P35", Nora, "To: returns@mycompany.example", "bounce")]
    [InlineData("P35", Carl, $"To: replies@old.example\n{RefersToTicket}", $"{Ticket}{TellsAnna}")]
    // P41: another domain's commercial@ is not the alias, in the sender, recipient and Cc addresses alike.
    [InlineData("P41", Nora, "To: sales@gmail.example", "refused")]
    [InlineData("P41", Nora, "To: commercial@gmail.example", "refused")]
    [InlineData("P41", Nora, "To: friend@elsewhere.example\nCc: commercial@gmail.example", "refused")]
    [InlineData("P41", "commercial@gmail.example", "To: friend@elsewhere.example", "refused")]
    [InlineData("P41", Nora, "To: commercial@branch.example", "routed: crm.lead new")]
    // Contact policies: known contacts, and followers of the parent record.
    [InlineData("P35", Nora, "To: partners@mycompany.example", $"{RefusedNora} (KnownContactsOnly)")]
    [InlineData("P35", Carl, "To: partners@mycompany.example", "routed: crm.lead new")]
    [InlineData("P35", Nora, "To: team@mycompany.example", $"{RefusedNora} (FollowersOnly)")]
    [InlineData("P35", Carl, "To: team@mycompany.example", "routed: crm.lead new")]
    // One fixed thread: all mail goes to it.
    [InlineData("P35", Nora, "To: diary@mycompany.example", $"{Ticket}{TellsAnna}, carl@customer.example")]
    public void What_the_page_says(string page, string from, string fields, string expected)
    {
        var handled = Desk().Receive(Eml(from, fields));

        Assert.Equal($"{page} {expected}", $"{page} {Describe(handled)}");
    }

    [Theory]
    [InlineData("P33", "crm.lead", "routed: crm.lead new")]
    [InlineData("P33", null, "refused")]
    public void Without_a_fallback_model_a_mailbox_makes_no_records(string page, string? fallback, string expected)
    {
        var mailbox = new MailOrigin("mailbox:1", FallbackModel: fallback);
        var handled = Desk().Receive(Eml(Nora, "To: nobody@mycompany.example"), mailbox);

        Assert.Equal($"{page} {expected}", $"{page} {Describe(handled)}");
    }

    [Fact]
    public void P4_a_contact_is_credited_by_address_and_an_outsider_by_their_own_name()
    {
        var desk = Desk();

        var contact = desk.Receive(Eml("\"The Boss\" <carl@customer.example>", ToSales));
        var stranger = desk.Receive(
            Eml("\"Carl Customer\" <mallory@evil.example>", $"{ToSales}\nMessage-Id: <2@x.example>")
        );
        var alias = desk.Receive(Eml("support@mycompany.example", $"{ToSales}\nMessage-Id: <3@x.example>"));

        Assert.Equal(
            new MessageAuthor("carl@customer.example", "Carl Customer", false),
            contact.Claim.Postings[0].Author
        );
        Assert.Equal(
            new MessageAuthor("mallory@evil.example", "Carl Customer", false),
            stranger.Claim.Postings[0].Author
        );
        Assert.False(alias.Claim.Postings[0].Author.Internal);
    }

    [Fact]
    public void P38_the_alias_makes_as_many_records_of_a_sender_as_the_threshold_says_and_the_sender_is_told_once()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "3";
        var outcomes = new List<string>();
        for (var i = 0; i < 5; i++)
            outcomes.Add(Describe(desk.Receive(Eml(Nora, $"{ToSales}\nMessage-Id: <{i}@new.example>"))));

        Assert.Equal(
            [
                "routed: crm.lead new",
                "routed: crm.lead new",
                "routed: crm.lead new",
                "ignored; answers: nora@new.example (Loop)",
                "ignored",
            ],
            outcomes
        );
        Assert.Equal("routed: crm.lead new", Describe(desk.Receive(Eml(Carl, ToSales))));

        desk.Now += TimeSpan.FromMinutes(121);
        var later = desk.Receive(Eml(Nora, $"{ToSales}\nMessage-Id: <9@new.example>"));
        Assert.Equal("routed: crm.lead new", Describe(later));
    }

    [Fact]
    public void P38_with_the_scope_alias_the_records_of_all_senders_count()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";
        desk.Parameters["mail.gateway.loop.scope"] = "alias";

        var states = Enumerable
            .Range(1, 3)
            .Select(who => Eml($"a{who}@new.example", $"{ToSales}\nMessage-Id: <{who}@new.example>"))
            .Select(mail => desk.Receive(mail).Decision.State);

        Assert.Equal([JournalState.Routed, JournalState.Routed, JournalState.Ignored], states);
    }

    [Fact]
    public void P39_a_mail_to_the_catchall_that_says_the_same_as_one_before_is_stopped()
    {
        var desk = Desk();

        var first = desk.Receive(Reply(1));
        var second = desk.Receive(Reply(2));
        desk.Now += TimeSpan.FromMinutes(121);
        var later = desk.Receive(Reply(3));

        Assert.Equal(
            [JournalState.Routed, JournalState.Ignored, JournalState.Routed],
            new[] { first, second, later }.Select(handled => handled.Decision.State)
        );
        Assert.Equal("RepeatedToCatchall", second.Rule);

        static string Reply(int id) =>
            Eml(
                Carl,
                $"{ToCatchall}\n{RefersToTicket}\nAuto-Submitted: auto-replied\nMessage-Id: <{id}@customer.example>"
            );
    }
}
