using FsCheck;
using FsCheck.Xunit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Threads;

namespace Postern.Tests.Threads;

public sealed class NotifierTests
{
    private static readonly Follower[] Followers =
    [
        new() { Address = "carl@customer.example" },
        new() { Address = "anna@mycompany.example", Internal = true },
        new()
        {
            Address = "bo@mycompany.example",
            Internal = true,
            Notify = NotificationChannel.None,
        },
        new() { Address = "support@mycompany.example" },
        new() { Address = "dora@other.example" },
    ];

    [Fact]
    public void A_comment_reaches_all_followers_but_its_author_our_own_addresses_and_who_wants_no_mail() =>
        Assert.Equal(
            ["anna@mycompany.example", "dora@other.example"],
            Recipients(MessageKind.Comment, "carl@customer.example")
        );

    [Fact]
    public void A_note_reaches_internal_followers_only() =>
        Assert.Equal(["anna@mycompany.example"], Recipients(MessageKind.Note, "boss@mycompany.example"));

    [Fact]
    public void Who_got_the_mail_directly_is_not_told_again() =>
        Assert.Equal(
            ["anna@mycompany.example"],
            Recipients(MessageKind.Comment, "carl@customer.example", "dora@other.example")
        );

    [Property(MaxTest = 500)]
    public bool An_address_that_is_shown_reads_back_as_the_same_whatever_its_name_holds(NonNull<string> name) =>
        EmailAddress.TryParse(Notifier.Shown("carl@customer.example", name.Get), out var read)
        && read.Address == "carl@customer.example";

    private static IEnumerable<string> Recipients(MessageKind kind, string author, params string[] haveIt)
    {
        var plan = new PostingPlan
        {
            Thread = new ThreadHead
            {
                Model = "m",
                Id = "1",
                Token = "t",
                Subject = "s",
                Created = DateTimeOffset.UnixEpoch,
            },
            Message = "k",
            Time = DateTimeOffset.UnixEpoch,
            Kind = kind,
            Author = new MessageAuthor(author, null, false),
            MessageId = "id@mycompany.example",
            HaveIt = haveIt,
        };
        return Notifier
            .Recipients(plan, Followers.Concat(Followers), address => address == "support@mycompany.example")
            .Select(follower => follower.Address);
    }
}
