using Postern.Core.Threads;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>What is remembered of a sender because of a mail.</summary>
public sealed class SenderHistoryTests
{
    [Fact]
    public void A_mail_is_remembered_when_it_was_routed_or_answered_or_came_to_the_catchall()
    {
        var lost = Desk().Receive(Eml(Nora, "To: friend@elsewhere.example"));
        var routed = Desk().Receive(Eml(Nora, ToSales));
        var refused = Desk().Receive(Eml(Nora, "To: partners@mycompany.example"));
        var collected = Desk().Receive(Eml(Nora, $"{ToCatchall}\nAuto-Submitted: auto-replied"));

        Assert.Null(lost.Claim.SentIn);
        Assert.Equal(["sales@mycompany.example"], routed.Claim.SentIn!.Aliases);
        Assert.Equal(["KnownContactsOnly"], refused.Claim.SentIn!.Notices);
        Assert.NotNull(collected.Claim.SentIn!.Content);
        Assert.Null(routed.Claim.SentIn.Content);
    }

    [Theory]
    [InlineData("carl@customer.example", true)]
    [InlineData("anna@mycompany.example", false)]
    public void A_mail_from_an_address_that_bounced_on_its_thread_shows_that_it_works(string bounced, bool clears)
    {
        var desk = Desk();
        string[] followers = ["anna@mycompany.example", "carl@customer.example"];
        var marked = followers.Select(address => new Follower
        {
            Address = address,
            Bounced = address == bounced ? "550 No such user" : null,
        });
        desk.AddThread("helpdesk.ticket", "7", [.. marked]);

        Assert.Equal(clears, desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}")).Claim.ClearsBounces);
    }
}
