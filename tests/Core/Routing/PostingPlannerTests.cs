using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The message that a mail becomes on a thread, and its author.</summary>
public sealed class PostingPlannerTests
{
    [Fact]
    public void Its_Message_Id_has_the_name_of_the_threads_domain_and_without_any_one_that_cannot_exist()
    {
        var desk = Desk();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });
        desk.Aliases.Add(Alias("help", "helpdesk.ticket") with { Domain = "second" });
        var mailbox = new MailOrigin("mailbox:imap/INBOX", FallbackModel: "crm.lead");

        Assert.EndsWith("@mycompany.example", IdOf(desk.Receive(Eml(Nora, ToSales))), StringComparison.Ordinal);
        Assert.EndsWith(
            "@second.example",
            IdOf(desk.Receive(Eml(Nora, "To: help@second.example\nMessage-Id: <2@new.example>"))),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "@postern.invalid",
            IdOf(new RoutingWorld().Receive(Eml(Nora, "To: shop@else.example"), mailbox)),
            StringComparison.Ordinal
        );

        static string IdOf(Handled handled) => Assert.Single(handled.Claim.Postings).MessageId;
    }

    [Theory]
    [InlineData("Subject: Hi", "Hi")]
    [InlineData("Subject: ", "(no subject)")]
    [InlineData("X-Nothing: here", "(no subject)")]
    public void A_record_has_the_subject_of_its_mail_and_one_in_any_case(string field, string subject)
    {
        var mail = Eml(Nora, ToSales).Replace("Subject: Hi", field, StringComparison.Ordinal);

        Assert.Equal(subject, Assert.Single(Desk().Receive(mail).Claim.Postings).Thread.Subject);
    }

    [Theory]
    // Followers who are no contacts.
    [InlineData("Bo <bo@freelance.example>", "Bo Follower", true)]
    [InlineData("Gus <gus@guest.example>", "Gus", false)]
    // Contacts: Anna follows without a name.
    [InlineData(Anna, "Anna Agent", true)]
    [InlineData("Carl <carl@customer.example>", "Carl Follower", false)]
    [InlineData("Cleo <cleo@customer.example>", "Cleo Contact", false)]
    [InlineData(Nora, "Nora", false)]
    public void The_author_is_the_follower_else_the_contact_else_whom_the_mail_names(
        string from,
        string name,
        bool isInternal
    )
    {
        var desk = Desk();
        desk.Parameters["mail.auth.verify"] = "off";
        desk.Contacts["cleo@customer.example"] = new Contact
        {
            Address = "cleo@customer.example",
            Name = "Cleo Contact",
        };
        desk.AddThread(
            "helpdesk.ticket",
            "7",
            new Follower
            {
                Address = "bo@freelance.example",
                Name = "Bo Follower",
                Internal = true,
            },
            new Follower { Address = "gus@guest.example" },
            new Follower { Address = "anna@mycompany.example", Internal = true },
            new Follower { Address = "carl@customer.example", Name = "Carl Follower" }
        );

        var posting = Assert.Single(desk.Receive(Eml(from, $"{ToSupport}\n{AnswersTicket}")).Claim.Postings);

        var address = EmailAddress.Parse(from).Address;
        Assert.Equal(new MessageAuthor(address, name, isInternal), posting.Author);
    }
}
