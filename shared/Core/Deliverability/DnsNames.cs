using System.Net;
using Postern.Core.Addresses;

namespace Postern.Core.Deliverability;

/// <summary>Domain names and hosts as records write them.</summary>
public static class DnsNames
{
    /// <summary>The name in its canonical form when it can have records of mail; else null.</summary>
    public static string? Domain(string text) =>
        EmailAddress.CanonicalDomain(text) is { } name && Uri.CheckHostName(name) == UriHostNameType.Dns ? name : null;

    /// <summary>The host of an MX record; null for the null MX (RFC 7505) and for what is no record.</summary>
    public static string? Exchange(string record) =>
        record.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var host] ? Domain(host) : null;

    /// <summary>The addresses of a host, which may be an address itself.</summary>
    internal static IReadOnlyList<IPAddress> Addresses(string host, DnsReader dns)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        if (Domain(host) is not { } name)
            return [];
        var records = dns.Find(new DnsQuestion(name, DnsType.A))
            .Records.Concat(dns.Find(new DnsQuestion(name, DnsType.Aaaa)).Records);
        return
        [
            .. records.Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>(),
        ];
    }
}
