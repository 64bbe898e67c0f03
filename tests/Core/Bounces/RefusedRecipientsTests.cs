using Postern.Contracts;
using Postern.Core.Bounces;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Bounces;

public sealed class RefusedRecipientsTests
{
    [Theory]
    [InlineData(DeliveryProblem.Recipient, null, true)]
    [InlineData(DeliveryProblem.Expired, DeliveryProblem.Recipient, true)]
    // Stored by versions that noted no cause.
    [InlineData(DeliveryProblem.Expired, null, true)]
    [InlineData(DeliveryProblem.Expired, DeliveryProblem.Server, false)]
    [InlineData(DeliveryProblem.Expired, DeliveryProblem.Sender, false)]
    [InlineData(DeliveryProblem.Sender, null, false)]
    public void Only_what_the_server_said_of_the_recipient_counts_against_the_address(
        DeliveryProblem problem,
        DeliveryProblem? cause,
        bool counts
    )
    {
        var failed = ToCarl with
        {
            State = DeliveryState.Failed,
            Problem = problem,
            Cause = cause,
            Reply = "452 4.2.2 Mailbox full (given up after 3 days: due since 2026-11-19 10:00 UTC, tried 9 times)",
        };

        Assert.Equal(counts, RefusedRecipients.Of(Comment, failed) is not null);
    }

    [Fact]
    public void What_was_redirected_was_refused_to_another_address()
    {
        var failed = ToCarl with
        {
            State = DeliveryState.Failed,
            Problem = DeliveryProblem.Recipient,
            Reply = "550 5.1.1 No such user",
        };

        Assert.NotNull(RefusedRecipients.Of(Comment, failed));
        Assert.Null(RefusedRecipients.Of(Comment, failed with { RedirectedTo = "tester@x.example" }));
    }
}
