using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Core.Threads;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The recipients that a mail names itself, besides the gateway.</summary>
public sealed class DirectRecipientsTests
{
    [Fact]
    public void Who_was_reached_already_is_listed_as_far_as_the_claim_has_room()
    {
        var guests = Enumerable.Range(0, 1200).Select(number => $"guest{number}@else.example").ToList();
        var mail = Desk().Receive(Eml(Nora, ToSales), new MailOrigin("http", RcptTo: guests)).Mail;

        Assert.Equal(guests.Take(1000), DirectRecipients.Addresses(mail, postings: 1));
        Assert.Equal(guests.Take(1000), DirectRecipients.Addresses(mail, postings: 10));
        Assert.Equal(guests.Take(200), DirectRecipients.Addresses(mail, postings: 50));
    }

    [Fact]
    public void Outsiders_are_in_To_and_Cc_and_neither_of_our_domains_nor_at_an_address_of_ours()
    {
        var desk = Desk();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });
        const string to =
            "To: support@mycompany.example, sales@old.example, anna@mycompany.example, ben@second.example";

        var posting = desk.Receive(
            Eml(Nora, $"{to}, fay@friend.example\nCc: Gil <gil@friend.example>, FAY@friend.example\nBcc: x@y.example")
        ).Claim.Postings[0];

        Assert.Equal(
            ["fay@friend.example", "gil@friend.example"],
            posting.Outsiders.Select(text => EmailAddress.Parse(text).Address)
        );
        Assert.Equal("Gil", EmailAddress.Parse(posting.Outsiders[1]).Name);
    }

    [Fact]
    public void One_outsider_more_than_are_ever_shown_is_listed_so_that_too_many_are_known_as_such()
    {
        var guests = Enumerable.Range(0, 60).Select(number => $"guest{number:d2}@else.example").ToList();

        var posting = Desk().Receive(Eml(Nora, $"{ToSupport}, {string.Join(", ", guests)}")).Claim.Postings[0];

        Assert.Equal(guests.Take(Notifier.MostShown + 1), posting.Outsiders);
    }
}
