using System.Globalization;
using Postern.Contracts;
using Postern.Core.Delivery;
using static Postern.Contracts.DeliveryProblem;

namespace Postern.Tests.Delivery;

public sealed class SenderRefusalTests
{
    [Theory]
    [InlineData("553 5.7.1 <bounce@a.example>: Sender address rejected: not owned by user ann", Recipient, true)]
    [InlineData("550 5.7.60 SMTP; Client does not have permissions to send as this sender", Content, true)]
    [InlineData("550 5.1.8 Access denied, bad outbound sender", Content, true)]
    [InlineData("550 Denied", Sender, true)]
    [InlineData("552 5.3.4 Message too big for system", Sender, false)]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", Sender, false)]
    [InlineData("550 5.1.1 No such user", Recipient, false)]
    [InlineData("554 5.7.1 Spam", Content, false)]
    public void Only_a_refusal_of_the_sender_is_one(string reply, DeliveryProblem problem, bool expected)
    {
        var code = int.Parse(reply[..3], CultureInfo.InvariantCulture);
        var refused = new DeliveryResult(DeliveryOutcome.Refused, reply, problem, code);
        Assert.Equal(expected, SenderRefusal.Is(refused));
    }

    [Fact]
    public void A_refusal_for_now_is_none()
    {
        const string reply = "450 4.1.8 Sender address rejected: Domain not found";
        Assert.False(SenderRefusal.Is(new DeliveryResult(DeliveryOutcome.Deferred, reply, Sender, 450)));
    }
}
