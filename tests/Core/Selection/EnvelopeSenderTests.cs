using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Selection;
using Postern.Core.Servers;

namespace Postern.Tests.Selection;

public sealed class EnvelopeSenderTests
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@mycompany.com");
    private static readonly EmailAddress Verp = EmailAddress.Parse("bounce+k3x@mycompany.com");

    [Theory]
    [InlineData(null, "bounce+k3x@mycompany.com")]
    [InlineData("mycompany.com", "bounce+k3x@mycompany.com")]
    [InlineData("ann@mycompany.com", "ann@mycompany.com")]
    [InlineData("other.example", "ann@mycompany.com")]
    [InlineData(" , ", "ann@mycompany.com")]
    public void Bounces_come_to_the_bounce_address_where_the_filter_allows_it(string? filter, string expected) =>
        Assert.Equal(expected, EnvelopeSender.For(Server(filter), Ann, Verp).Address);

    [Fact]
    public void Without_a_bounce_address_they_come_to_the_From() =>
        Assert.Equal("ann@mycompany.com", EnvelopeSender.For(Server(null), Ann, null).Address);

    [Fact]
    public void A_server_that_refuses_the_bounce_address_gets_the_From() =>
        Assert.Equal(
            "ann@mycompany.com",
            EnvelopeSender.For(Server(null), Ann, Verp, EnvelopeRefusals.BounceAddress).Address
        );

    [Fact]
    public void Automatic_mail_has_the_null_sender() =>
        Assert.True(EnvelopeSender.ForAutomatic(Server(null), Ann, Verp).IsNull);

    [Theory]
    [InlineData(EnvelopeRefusals.NullSender, "bounce+k3x@mycompany.com")]
    [InlineData(EnvelopeRefusals.NullSender | EnvelopeRefusals.BounceAddress, "ann@mycompany.com")]
    public void Where_the_null_sender_is_refused_automatic_mail_falls_back(
        EnvelopeRefusals refusals,
        string expected
    ) => Assert.Equal(expected, EnvelopeSender.ForAutomatic(Server(null), Ann, Verp, refusals).Address);

    [Theory]
    [InlineData("ann@mycompany.com", "bounce@mycompany.com", DmarcAlignment.Strict)]
    [InlineData("ann@mycompany.com", "bounce@mail.mycompany.com", DmarcAlignment.Relaxed)]
    [InlineData("ann@news.mycompany.com", "bounce@mycompany.com", DmarcAlignment.Relaxed)]
    [InlineData("ann@mycompany.com", "bounce@notmycompany.com", DmarcAlignment.None)]
    [InlineData("ann@mycompany.com", "bounce@other.example", DmarcAlignment.None)]
    [InlineData("ann@mycompany.com", "bounce@com", DmarcAlignment.None)]
    [InlineData("ann@a.mycompany.com", "bounce@b.mycompany.com", DmarcAlignment.None)]
    [InlineData("ann@bücher.example", "bounce@xn--bcher-kva.example", DmarcAlignment.Strict)]
    [InlineData("ann@mycompany.com", "", DmarcAlignment.None)]
    public void The_envelope_is_compared_with_the_From(string from, string envelope, DmarcAlignment expected) =>
        Assert.Equal(expected, DmarcAlignmentRule.Of(EmailAddress.Parse(from), new EnvelopeSender(envelope, "")));

    private static OutgoingServer Server(string? filter) =>
        new()
        {
            Id = "s",
            Name = "s",
            Host = "smtp.example",
            FromFilter = filter,
        };
}
