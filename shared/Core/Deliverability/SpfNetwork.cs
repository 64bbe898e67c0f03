using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Deliverability;

/// <summary>Parses and compares the networks in SPF records (RFC 7208 §5.6).</summary>
internal static class SpfNetwork
{
    /// <summary>Parses an address with an optional prefix length; null when it is not valid for the family.</summary>
    public static (IPAddress Address, int Prefix)? Parse(string text, bool six)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        var bits = six ? 128 : 32;
        if (ParseAddress(host, six) is not { } address)
            return null;
        if (slash < 0)
            return (address, bits);
        return ParsePrefix(text[(slash + 1)..], bits) is { } prefix ? (address, prefix) : null;
    }

    /// <summary>Whether two addresses are of one family and agree in their first bits.</summary>
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

    private static IPAddress? ParseAddress(string host, bool six)
    {
        var family = six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        if (!IPAddress.TryParse(host, out var address) || address.AddressFamily != family)
            return null;
        // The framework also accepts short forms such as "1.2", which are not valid here.
        return six || host.Count(c => c == '.') == 3 ? address : null;
    }

    private static int? ParsePrefix(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= most
            ? prefix
            : null;
}
