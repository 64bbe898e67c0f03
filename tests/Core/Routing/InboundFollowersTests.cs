using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Senders;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Who follows a record because of a mail.</summary>
public sealed class InboundFollowersTests
{
    private const string Friend = "Cc: Fay Friend <fay@friend.example>";

    [Theory]
    [InlineData(FollowSender.All, true)]
    [InlineData(FollowSender.Known, false)]
    public void A_stranger_follows_the_record_that_the_own_mail_makes_where_the_alias_wants_it(
        FollowSender setting,
        bool follows
    )
    {
        var desk = Desk();
        desk.Aliases[1] = desk.Aliases[1] with { FollowSender = setting };

        Assert.Equal(follows, Following(desk.Receive(Eml(Nora, ToSales))).Contains("nora@new.example"));
        var carl = desk.Receive(Eml(Carl, $"{ToSales}\nMessage-Id: <2@customer.example>"));
        Assert.Contains("carl@customer.example", Following(carl));
    }

    [Fact]
    public void A_stranger_follows_what_the_mailbox_makes_of_the_own_mail()
    {
        var mailbox = new MailOrigin("mailbox:imap/INBOX", FallbackModel: "project.task");

        var handled = Desk().Receive(Eml(Nora, "To: shop@else.example"), mailbox);

        var nora = Assert.Single(Assert.Single(handled.Claim.Postings).Follow);
        Assert.Equal(new Follower { Address = "nora@new.example", Name = "Nora" }, nora);
    }

    [Fact]
    public void A_contact_follows_a_thread_by_a_reply_and_a_stranger_does_not()
    {
        var desk = Desk();
        var other = desk.AddThread("helpdesk.ticket", "8");
        desk.AddMessage(other, "sent-8@mycompany.example", AnnaAgent);
        const string answer = $"{ToCatchall}\nIn-Reply-To: <sent-8@mycompany.example>";

        Assert.Equal(["carl@customer.example"], Following(desk.Receive(Eml(Carl, answer))));
        Assert.Empty(Following(desk.Receive(Eml(Nora, $"{answer}\nMessage-Id: <2@new.example>"))));
    }

    [Fact]
    public void A_contact_follows_with_name_and_settings_of_the_contact()
    {
        var desk = Desk();
        desk.Contacts["anna@mycompany.example"] = desk.Contacts["anna@mycompany.example"] with
        {
            Notify = NotificationChannel.None,
        };

        var anna = Assert.Single(Assert.Single(desk.Receive(Eml(Anna, ToSales)).Claim.Postings).Follow);

        Assert.Equal(
            new Follower
            {
                Address = "anna@mycompany.example",
                Name = "Anna Agent",
                Internal = true,
                Notify = NotificationChannel.None,
            },
            anna
        );
    }

    [Fact]
    public void A_contact_without_a_name_follows_with_the_name_of_the_mail()
    {
        var desk = Desk();
        desk.Contacts["nora@new.example"] = new Contact { Address = "nora@new.example" };

        Assert.Equal("Nora", Assert.Single(desk.Receive(Eml(Nora, ToSales)).Claim.Postings[0].Follow).Name);
    }

    [Theory]
    [InlineData(Nora, ToSupport, true)]
    [InlineData(Carl, $"{ToCatchall}\n{AnswersTicket}", true)]
    // A stranger would bring others into a discussion that is not their own, and an automatic mail did not choose them.
    [InlineData(Nora, $"{ToCatchall}\n{AnswersTicket}", false)]
    [InlineData(Nora, $"{ToSupport}\nAuto-Submitted: auto-generated", false)]
    [InlineData(Nora, ToSales, false)]
    public void Who_is_copied_in_follows_a_record_of_a_model_that_wants_it(string from, string fields, bool follows)
    {
        var handled = Copying().Receive(Eml(from, $"{fields}\n{Friend}"));

        var fay = Assert.Single(handled.Claim.Postings).Follow.FirstOrDefault(it => it.Address == "fay@friend.example");
        Assert.Equal(follows ? new Follower { Address = "fay@friend.example", Name = "Fay Friend" } : null, fay);
    }

    [Fact]
    public void A_model_with_other_settings_lets_nobody_follow_who_is_copied_in()
    {
        var desk = Desk();
        desk.Models["helpdesk.ticket"] = new RecordModel { FollowCc = false };

        Assert.DoesNotContain("fay@friend.example", Following(desk.Receive(Eml(Nora, $"{ToSupport}\n{Friend}"))));
    }

    [Fact]
    public void Neither_a_forged_mail_nor_an_answer_to_a_note_brings_in_who_is_copied()
    {
        var desk = Copying();
        var made = desk.Receive(Eml(Nora, $"{ToSupport}\n{Friend}"));
        var forged = made.Facts with { Authentication = SenderVerdict.Fail("dmarc=fail") };
        var reply = desk.Receive(Eml(Carl, $"{ToCatchall}\n{AnswersTicket}\n{Friend}\nMessage-Id: <2@x.example>"));
        var answered = Assert.IsType<Route.Reply>(Assert.Single(reply.Decision.Routes));
        var note = answered with { Kind = MessageKind.Note };

        Assert.Contains("fay@friend.example", Joining(made, made.Decision.Routes[0], made.Facts));
        Assert.DoesNotContain("fay@friend.example", Joining(made, made.Decision.Routes[0], forged));
        Assert.Contains("fay@friend.example", Joining(reply, answered, reply.Facts));
        Assert.DoesNotContain("fay@friend.example", Joining(reply, note, reply.Facts));
    }

    [Fact]
    public void The_first_twenty_who_are_copied_in_follow()
    {
        var copied = Enumerable.Range(1, 21).Select(number => $"guest{number:d2}@friend.example").ToList();

        var handled = Copying().Receive(Eml(Nora, $"{ToSupport}\nCc: {string.Join(", ", copied)}"));

        Assert.Equal(copied.Take(20), Following(handled).Intersect(copied));
    }

    private static RoutingWorld Copying()
    {
        var desk = Desk();
        desk.Models["helpdesk.ticket"] = new RecordModel { FollowCc = true };
        return desk;
    }

    private static IEnumerable<string> Joining(Handled handled, Route route, RoutingFacts facts) =>
        InboundFollowers.Joining(handled.Mail, route, facts).Select(follower => follower.Address);

    private static IEnumerable<string> Following(Handled handled) =>
        Assert.Single(handled.Claim.Postings).Follow.Select(follower => follower.Address);
}
