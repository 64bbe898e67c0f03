using System.Net;
using Postern.Core.Addresses;

namespace Postern.Core.Deliverability;

/// <summary>Domain names and hosts in DNS records.</summary>
public static class DnsNames
{
    /// <summary>The canonical form of a domain name; null when it is not valid.</summary>
    public static string? Domain(string text) =>
        EmailAddress.CanonicalDomain(text) is { } name && Uri.CheckHostName(name) == UriHostNameType.Dns ? name : null;

    /// <summary>The host of an MX record; null for the null MX (RFC 7505) and for an invalid record.</summary>
    public static string? Exchange(string record) =>
        record.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var host] ? Domain(host) : null;

    /// <summary>The addresses of a host; an IP address is its own.</summary>
    internal static IReadOnlyList<IPAddress> Addresses(string host, DnsReader dns)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        if (Domain(host) is not { } name)
            return [];
        var v4 = dns.Find(new DnsQuestion(name, DnsType.A)).Records;
        var v6 = dns.Find(new DnsQuestion(name, DnsType.Aaaa)).Records;
        return [.. v4.Concat(v6).Select(Parse).OfType<IPAddress>()];
    }

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;
}
