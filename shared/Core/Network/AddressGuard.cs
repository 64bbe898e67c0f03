using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Network;

/// <summary>
/// Which network addresses the gateway may connect to. A server record is data: without this check it could make the gateway
/// speak to the machine itself or to the cloud's metadata service.
/// </summary>
public static class AddressGuard
{
    // Azure's wire server, which no connection of ours has business with.
    private static readonly IPAddress WireServer = IPAddress.Parse("168.63.129.16");

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("fc00::/7"),
    ];

    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/127"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>Why an address may not be connected to, or null when it may.</summary>
    public static string? Problem(IPAddress address, AddressPolicy policy)
    {
        if (policy == AddressPolicy.Any)
            return null;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.Equals(WireServer) || Never.Any(network => Holds(network, plain)))
            return $"{plain} is a loopback, link-local, metadata or multicast address";
        return policy == AddressPolicy.Public && Private.Any(network => Holds(network, plain))
            ? $"{plain} is a private address; the setting Network__AllowPrivate allows these"
            : null;
    }

    private static bool Holds(IPNetwork network, IPAddress address) =>
        network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)
        // IPv4 carried inside IPv6 (RFC 6052, RFC 3056) reaches the same host.
        || (
            address.AddressFamily == AddressFamily.InterNetworkV6
            && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork
            && Embedded(address) is { } inner
            && network.Contains(inner)
        );

    private static IPAddress? Embedded(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.AsSpan(0, 12).SequenceEqual<byte>([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]))
            return new IPAddress(bytes.AsSpan(12));
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}

/// <summary>Which addresses may be connected to.</summary>
public enum AddressPolicy
{
    /// <summary>Public addresses only.</summary>
    Public,

    /// <summary>Private ranges too.</summary>
    Private,

    /// <summary>Any, the machine itself included: development only.</summary>
    Any,
}
