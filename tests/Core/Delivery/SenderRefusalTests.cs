using Postern.Contracts;
using Postern.Core.Delivery;

namespace Postern.Tests.Delivery;

public sealed class SenderRefusalTests
{
    [Theory]
    [InlineData(
        "553 5.7.1 <bounce@a.example>: Sender address rejected: not owned by user ann",
        DeliveryProblem.Recipient,
        true
    )]
    [InlineData(
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        DeliveryProblem.Content,
        true
    )]
    [InlineData("550 5.1.8 Access denied, bad outbound sender", DeliveryProblem.Content, true)]
    [InlineData("550 Denied", DeliveryProblem.Sender, true)]
    [InlineData("552 5.3.4 Message too big for system", DeliveryProblem.Sender, false)]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", DeliveryProblem.Sender, false)]
    [InlineData("550 5.1.1 No such user", DeliveryProblem.Recipient, false)]
    [InlineData("554 5.7.1 Spam", DeliveryProblem.Content, false)]
    public void Only_a_refusal_of_the_sender_is_one(string reply, DeliveryProblem problem, bool expected) =>
        Assert.Equal(
            expected,
            SenderRefusal.Is(
                new DeliveryResult(
                    DeliveryOutcome.Refused,
                    reply,
                    problem,
                    int.Parse(reply[..3], System.Globalization.CultureInfo.InvariantCulture)
                )
            )
        );

    [Fact]
    public void A_refusal_for_now_is_none() =>
        Assert.False(
            SenderRefusal.Is(
                new DeliveryResult(
                    DeliveryOutcome.Deferred,
                    "450 4.1.8 Sender address rejected: Domain not found",
                    DeliveryProblem.Sender,
                    450
                )
            )
        );
}
