using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class ProbeAddressesTests
{
    [Theory]
    [InlineData(null, "notifications@mycompany.com", null, "notifications@mycompany.com")]
    [InlineData("mycompany.com", "notifications@mycompany.com", null, "notifications@mycompany.com")]
    [InlineData(
        "other.example, Zoe@Other.example, ann@other.example",
        "notifications@mycompany.com",
        null,
        "zoe@other.example"
    )]
    [InlineData("zoe@other.example", "notifications@mycompany.com", "Bob <bob@mycompany.com>", "bob@mycompany.com")]
    [InlineData("other.example", null, null, null)]
    public void The_sender_is_the_asked_one_else_the_filter_s_first_address_else_the_notification_address(
        string? filter,
        string? notification,
        string? asked,
        string? expected
    )
    {
        var server = new OutgoingServer
        {
            Name = "s",
            Host = "smtp.example",
            FromFilter = filter,
        };
        Assert.Equal(expected, ProbeAddresses.Sender(server, asked, notification)?.Address);
    }

    [Fact]
    public void The_recipient_is_the_postmaster_of_the_sender_s_domain_unless_one_is_asked_for()
    {
        var sender = EmailAddress.Parse("ann@mycompany.com");
        Assert.Equal("postmaster@mycompany.com", ProbeAddresses.Recipient(sender, null).Address);
        Assert.Equal("me@home.example", ProbeAddresses.Recipient(sender, "me@home.example").Address);
    }
}
