using System.Net;
using Postern.Core.Network;

namespace Postern.Tests.Network;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("168.63.129.16")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("::127.0.0.1")]
    [InlineData("::a9fe:a9fe")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b:1::7f00:1")]
    [InlineData("64:ff9b:1:7f00:0:100::")]
    [InlineData("64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Loopback_link_local_metadata_and_multicast_addresses_are_refused_even_where_private_ones_are_allowed(
        string address
    )
    {
        Assert.NotNull(AddressGuard.Problem(IPAddress.Parse(address), AddressPolicy.Public));
        Assert.NotNull(AddressGuard.Problem(IPAddress.Parse(address), AddressPolicy.Private));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fec0::1")]
    [InlineData("feff::1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:198.18.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::1")]
    public void Private_addresses_need_the_setting(string address)
    {
        Assert.Contains(
            "Network__AllowPrivate",
            AddressGuard.Problem(IPAddress.Parse(address), AddressPolicy.Public),
            StringComparison.Ordinal
        );
        Assert.Null(AddressGuard.Problem(IPAddress.Parse(address), AddressPolicy.Private));
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("64:ff9b:2::1")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void Public_addresses_are_allowed(string address) =>
        Assert.Null(AddressGuard.Problem(IPAddress.Parse(address), AddressPolicy.Public));
}
