using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Deliverability;

/// <summary>Networks as SPF writes and compares them (RFC 7208 §5.6).</summary>
internal static class SpfNetwork
{
    /// <summary>Reads an address with or without a prefix length; null when it is none of that family.</summary>
    public static (IPAddress Address, int Prefix)? Parse(string text, bool six)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (host, bits) = (slash < 0 ? text : text[..slash], six ? 128 : 32);
        var family = six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        // The framework also reads short forms such as "1.2", which are no addresses here.
        if (
            !IPAddress.TryParse(host, out var address)
            || address.AddressFamily != family
            || (!six && host.Count(c => c == '.') != 3)
        )
            return null;
        if (
            slash >= 0
            && !(
                int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                && given <= bits
                && (bits = given) >= 0
            )
        )
            return null;
        return (address, bits);
    }

    /// <summary>Whether two addresses of one family agree in their first bits.</summary>
    public static bool Matches(IPAddress one, IPAddress other, int prefix)
    {
        if (one.AddressFamily != other.AddressFamily)
            return false;
        var (a, b) = (one.GetAddressBytes(), other.GetAddressBytes());
        for (var bit = 0; bit < prefix; bit++)
        {
            var mask = 0x80 >> (bit % 8);
            if ((a[bit / 8] & mask) != (b[bit / 8] & mask))
                return false;
        }
        return true;
    }
}
