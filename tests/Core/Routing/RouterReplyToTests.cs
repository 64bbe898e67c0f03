using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Whom an answer reaches (RFC 5322 §3.6.2): forms, desks and groups write for others.</summary>
public sealed class RouterReplyToTests
{
    private const string Form = "Webshop <form@hoster.example>";
    private const string Ida = "ida@buyer.example";

    [Theory]
    [InlineData(Form, "Reply-To: Ida Buyer <ida@buyer.example>", "Webshop, for Ida Buyer")]
    [InlineData(Form, "Reply-To: ida@buyer.example", "Webshop, for ida")]
    [InlineData("form@hoster.example", "Reply-To: Ida <ida@buyer.example>", "form, for Ida")]
    [InlineData(
        "\"'Ida Buyer' via Support\" <group@mycompany.example>",
        "Reply-To: Ida Buyer <ida@buyer.example>",
        "'Ida Buyer' via Support"
    )]
    [InlineData(
        "\"Ida via Plenum\" <plenum@verein.example>",
        "Reply-To: plenum@verein.example\nList-Post: <mailto:Plenum@verein.example?subject=x>\nX-Original-From: Ida <ida@buyer.example>",
        "Ida via Plenum"
    )]
    [InlineData("Ida <ida@work.example>", "Reply-To: Ida Buyer <ida@buyer.example>", "Ida Buyer")]
    [InlineData(Form, "Reply-To: Ida <ida@buyer.example>, other@buyer.example", "Webshop, for Ida")]
    [InlineData(Form, "Reply-To: support@mycompany.example, Ida <ida@buyer.example>", "Webshop, for Ida")]
    public void A_new_record_is_followed_by_whom_an_answer_reaches_and_shows_the_From(
        string from,
        string fields,
        string shown
    )
    {
        var posting = Assert.Single(Desk().Receive(Eml(from, $"{ToSupport}\n{fields}")).Claim.Postings);

        Assert.Equal(new MessageAuthor(Ida, shown, Internal: false), posting.Author);
        Assert.Equal(["anna@mycompany.example", Ida], Addresses(posting.Follow));
    }

    [Theory]
    [InlineData("Reply-To: ida@buyer.example")]
    [InlineData("X-Original-From: ida@buyer.example")]
    public void A_colleague_whose_address_a_form_puts_into_From_hears_what_the_customer_wrote(string field)
    {
        var handled = Desk().Receive(Eml("Anna <anna@mycompany.example>", $"{ToSupport}\n{field}"));

        Assert.Equal(["anna@mycompany.example"], handled.Notified.Values.SelectMany(addresses => addresses));
    }

    [Theory]
    [InlineData("Reply-To: catchall@mycompany.example")]
    [InlineData("Reply-To: sales@mycompany.example")]
    [InlineData("Reply-To: bounce@mycompany.example")]
    [InlineData("Reply-To: whoever@mycompany.example")]
    [InlineData("Reply-To: whoever@old.example")]
    [InlineData("Reply-To: max@home.example")]
    [InlineData("Reply-To: nora@new.example")]
    [InlineData("Reply-To: nora@new.example, ida@buyer.example")]
    [InlineData("Cc: ida@buyer.example\nReply-To: ida@buyer.example")]
    [InlineData("Reply-To: plenum@verein.example\nList-Post: <mailto:plenum@verein.example>")]
    [InlineData(
        "Reply-To: plenum@verein.example\nMailing-list: list plenum@verein.example; contact plenum+owners@verein.example"
    )]
    [InlineData("Reply-To: nonsense")]
    [InlineData("Reply-To:")]
    [InlineData("Sender: ida@buyer.example")]
    public void A_Reply_To_that_names_ours_an_employee_a_list_or_who_has_the_mail_is_ignored(string fields)
    {
        var desk = Desk();
        desk.Contacts["max@home.example"] = new Contact
        {
            Address = "max@home.example",
            Name = "Max",
            Internal = true,
        };

        var posting = Assert.Single(desk.Receive(Eml(Nora, $"{ToSupport}\n{fields}")).Claim.Postings);

        Assert.Equal("nora@new.example", posting.Author.Address);
        Assert.Equal(["anna@mycompany.example", "nora@new.example"], Addresses(posting.Follow));
    }

    [Fact]
    public void On_a_thread_that_is_there_a_Reply_To_adds_nobody_and_writes_nothing()
    {
        var desk = Desk();
        desk.Contacts[Ida] = new Contact { Address = Ida, Name = "Ida" };

        var reply = desk.Receive(Eml(Carl, $"{ToCatchall}\n{AnswersTicket}\nReply-To: {Ida}"));
        var forced = desk.Receive(
            Eml(Carl, $"To: diary@mycompany.example\nReply-To: {Ida}\nMessage-Id: <2@x.example>")
        );

        Assert.All(
            new[] { reply, forced }.Select(handled => Assert.Single(handled.Claim.Postings)),
            posting =>
            {
                Assert.Equal("carl@customer.example", posting.Author.Address);
                Assert.DoesNotContain(Ida, Addresses(posting.Follow));
            }
        );
        Assert.DoesNotContain(Ida, desk.SentIn.Keys);
    }

    [Fact]
    public void A_forged_mail_is_answered_by_nobody()
    {
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx";
        const string failed = "Authentication-Results: mx; dmarc=fail header.from=hoster.example";

        var posting = Assert.Single(desk.Receive(Eml(Form, $"{failed}\n{ToSupport}\nReply-To: {Ida}")).Claim.Postings);

        Assert.Equal("form@hoster.example", posting.Author.Address);
        Assert.Equal(["anna@mycompany.example"], Addresses(posting.Follow));
    }

    [Fact]
    public void An_alias_that_only_known_people_follow_asks_who_the_Reply_To_is()
    {
        var desk = Desk();
        desk.Aliases[0] = desk.Aliases[0] with { FollowSender = FollowSender.Known };
        desk.Contacts[Ida] = new Contact
        {
            Address = Ida,
            Name = "Ida Known",
            Notify = NotificationChannel.None,
        };

        var known = Assert.Single(desk.Receive(Eml(Form, $"{ToSupport}\nReply-To: {Ida}")).Claim.Postings);
        var stranger = Assert.Single(
            desk.Receive(Eml(Form, $"{ToSupport}\nReply-To: x@buyer.example\nMessage-Id: <2@x.example>")).Claim.Postings
        );

        Assert.Equal("Webshop, for Ida Known", known.Author.Name);
        Assert.Contains(known.Follow, follower => follower is { Address: Ida, Notify: NotificationChannel.None });
        Assert.Equal(["anna@mycompany.example"], Addresses(stranger.Follow));
    }

    [Fact]
    public void Contact_policies_and_notices_stay_with_the_sender()
    {
        var handled = Desk()
            .Receive(
                Eml(
                    Form,
                    "To: partners@mycompany.example\nReply-To: carl@customer.example\nReturn-Path: <b@hoster.example>"
                )
            );

        Assert.Equal("refused; answers: b@hoster.example (KnownContactsOnly)", Describe(handled));
    }

    [Fact]
    public void A_form_makes_a_record_of_each_enquiry_and_each_person_is_counted()
    {
        var desk = Desk();

        var people = Enumerable.Range(0, 25).Select(i => Enquiry(i, $"p{i}@buyer.example"));
        Assert.All(people, state => Assert.Equal(JournalState.Routed, state));
        var one = Enumerable.Range(100, 21).Select(i => Enquiry(i, Ida)).ToList();
        Assert.Equal((20, JournalState.Ignored), (one.Count(state => state == JournalState.Routed), one[^1]));
        Assert.Equal(JournalState.Routed, Enquiry(200, "form@hoster.example"));

        JournalState Enquiry(int id, string replyTo) => ReceiveEnquiry(desk, id, replyTo);
    }

    [Fact]
    public void A_form_is_stopped_at_ten_times_as_many_whatever_its_Reply_To_says()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";

        var states = Enumerable.Range(0, 21).Select(i => ReceiveEnquiry(desk, i, $"p{i}@buyer.example")).ToList();

        Assert.Equal((20, JournalState.Ignored), (states.Count(state => state == JournalState.Routed), states[^1]));
    }

    [Fact]
    public void One_person_is_counted_whatever_form_the_mail_comes_from()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";

        var states = Enumerable
            .Range(0, 3)
            .Select(i => Eml($"f{i}@hoster.example", $"{ToSupport}\nReply-To: {Ida}\nMessage-Id: <{i}@x.example>"))
            .Select(eml => desk.Receive(eml).Decision.State);

        Assert.Equal([JournalState.Routed, JournalState.Routed, JournalState.Ignored], states);
    }

    [Theory]
    [InlineData("Reply-To: Ida Buyer <ida@buyer.example>\nSender: robot@hoster.example", "Ida Buyer")]
    [InlineData("Sender: Ida Buyer <ida@buyer.example>", "Ida Buyer")]
    [InlineData("Sender: ida@buyer.example\nReply-To: support@mycompany.example", "ida")]
    public void Without_a_From_the_author_is_the_Reply_To_else_the_Sender(string fields, string name)
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "1";
        var eml = $"{fields}\n{ToSupport}\nSubject: Hi\nMessage-Id: <1@x.example>\n\nHello.\n";

        var posting = Assert.Single(desk.Receive(eml).Claim.Postings);
        var next = desk.Receive(eml.Replace("<1@", "<2@", StringComparison.Ordinal));

        Assert.Equal(new MessageAuthor(Ida, name, Internal: false), posting.Author);
        Assert.Equal(["anna@mycompany.example", Ida], Addresses(posting.Follow));
        Assert.Equal("ignored", Describe(next));
    }

    [Fact]
    public void Without_a_From_an_employees_Sender_gives_no_standing()
    {
        var posting = Assert.Single(
            Desk().Receive($"Sender: {Anna}\n{ToSupport}\nSubject: Hi\n\nHello.\n").Claim.Postings
        );

        Assert.Equal(("", false), (posting.Author.Address, posting.Author.Internal));
    }

    private static JournalState ReceiveEnquiry(RoutingWorld desk, int id, string replyTo) =>
        desk.Receive(
            Eml(Form, $"{ToSupport}\nReply-To: {replyTo}\nMessage-Id: <{id}@hoster.example>", $"Enquiry {id}.")
        ).Decision.State;

    private static IEnumerable<string> Addresses(IEnumerable<Follower> followers) =>
        followers.Select(follower => follower.Address).Order(StringComparer.Ordinal);
}
