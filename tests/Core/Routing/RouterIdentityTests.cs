using Postern.Core.Journal;
using Postern.Core.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Mail whose From credits nobody.</summary>
public sealed class RouterIdentityTests
{
    private const string Encoded = "<=?utf-8?q?anna=40mycompany.example?=>";
    private const string Two = "anna@mycompany.example, evil@evil.example";

    [Theory]
    [InlineData(Encoded, "<anna@mycompany.example>")]
    [InlineData(Two, Two)]
    [InlineData(
        "Anna <anna@mycompany.example>\nFrom: evil@evil.example",
        "Anna <anna@mycompany.example>, evil@evil.example"
    )]
    public void It_makes_a_record_that_shows_the_From_and_is_nobodys(string from, string shown)
    {
        var handled = Desk().Receive(Eml(from, $"{ToSales}\nReply-To: anna@mycompany.example"));

        var posting = Assert.Single(handled.Claim.Postings);
        Assert.Equal(("", shown, false), (posting.Author.Address, posting.Author.Name, posting.Author.Internal));
        Assert.DoesNotContain(posting.Follow, follower => follower.Address.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain(posting.Follow, follower => follower.Address.Contains("anna", StringComparison.Ordinal));
        Assert.Null(handled.Claim.SentIn);
    }

    [Theory]
    [InlineData("To: partners@mycompany.example")]
    [InlineData("To: team@mycompany.example")]
    public void An_alias_for_contacts_or_followers_refuses_it_without_an_answer(string to) =>
        Assert.Equal("refused", Describe(Desk().Receive(Eml(Two, to))));

    [Fact]
    public void A_reply_of_nobody_is_a_strangers()
    {
        var desk = Desk();
        desk.Parameters["mail.reply.strangers"] = "hold";

        Assert.Equal("held", Describe(desk.Receive(Eml(Encoded, $"{ToCatchall}\n{AnswersTicket}"))));
    }

    [Fact]
    public void A_flood_of_it_is_counted_by_its_reverse_path_and_the_first_stay_nobodys()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "3";
        desk.AllowedSenders.Add("anna@mycompany.example");
        var origin = MailOrigin.Queue with { MailFrom = "anna@mycompany.example" };

        var states = Enumerable
            .Range(0, 4)
            .Select(i => desk.Receive(Eml(Two, $"{ToSales}\nMessage-Id: <{i}@x.example>", $"Words {i}."), origin))
            .Select(Describe);

        Assert.Equal(["routed: crm.lead new", "routed: crm.lead new", "routed: crm.lead new", "ignored"], states);
    }

    [Fact]
    public void It_clears_no_bounces_and_the_journal_finds_it_under_no_sender()
    {
        var desk = Desk();
        var origin = MailOrigin.Queue with { MailFrom = "carl@customer.example" };

        var handled = desk.Receive(Eml(Encoded, $"{ToCatchall}\n{AnswersTicket}"), origin);
        var facts = handled.Facts with { Sender = handled.Facts.Sender with { HasBounces = true } };

        var raw = new StoredMail("1.eml", Core.Mime.SpooledContent.Of(Array.Empty<byte>()), desk.Now, origin);
        Assert.False(SenderHistory.ClearsBounces(new DecidedMail(handled.Mail, raw, handled.Decision, facts)));
        Assert.Equal("", InboundJournal.Entry(handled.Mail, raw, handled.Claim, facts, desk.Now).Sender);
    }
}
