using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Network;

/// <summary>
/// Decides to which network addresses the gateway may connect. A server record is user input: without this check it
/// could make the gateway connect to its own host or to the cloud's metadata service (server-side request forgery).
/// </summary>
public static class AddressGuard
{
    // Azure's WireServer, to which the gateway never needs to connect.
    private static readonly IPAddress WireServer = IPAddress.Parse("168.63.129.16");

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fec0::/10"),
    ];

    // The special-purpose registries of IANA (RFC 6890): what is not globally reachable, and no private network either.
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
        // Unspecified, loopback, and IPv4 addresses written as IPv6 (RFC 4291 §2.5.5.1).
        IPNetwork.Parse("::/96"),
        // IPv4 addresses translated without state (RFC 7915), and translated within a network (RFC 8215).
        IPNetwork.Parse("::ffff:0:0:0/96"),
        IPNetwork.Parse("64:ff9b:1::/48"),
        IPNetwork.Parse("100::/64"),
        // Protocol assignments, among them Teredo, whose addresses hold IPv4 ones (RFC 4380).
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("3fff::/20"),
        IPNetwork.Parse("5f00::/16"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    // 64:ff9b::/96 (RFC 6052).
    private static ReadOnlySpan<byte> TranslationPrefix => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Why the gateway may not connect to an address; null when it may.</summary>
    public static string? Problem(IPAddress address, AddressPolicy policy)
    {
        if (policy == AddressPolicy.Any)
            return null;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.Equals(WireServer) || Never.Any(network => Holds(network, plain)))
            return $"{plain} is a loopback, link-local, metadata, multicast or otherwise reserved address";
        return policy == AddressPolicy.Public && Private.Any(network => Holds(network, plain))
            ? $"{plain} is a private address; the setting Network__AllowPrivate allows these"
            : null;
    }

    private static bool Holds(IPNetwork network, IPAddress address)
    {
        if (network.BaseAddress.AddressFamily == address.AddressFamily)
            return network.Contains(address);
        // An IPv4 address embedded in an IPv6 address reaches the same host (RFC 6052, RFC 3056).
        return address.AddressFamily == AddressFamily.InterNetworkV6
            && Embedded(address) is { } inner
            && network.Contains(inner);
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.AsSpan(0, 12).SequenceEqual(TranslationPrefix))
            return new IPAddress(bytes.AsSpan(12));
        var isSixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return isSixToFour ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}

/// <summary>Addresses to which the gateway may connect.</summary>
public enum AddressPolicy
{
    /// <summary>Public addresses only.</summary>
    Public,

    /// <summary>Public addresses and private ranges.</summary>
    Private,

    /// <summary>Any, including the own host: development only.</summary>
    Any,
}
