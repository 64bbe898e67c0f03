using System.Net;
using System.Net.Sockets;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Selection;
using Postern.Core.Servers;

namespace Postern.Core.Deliverability;

/// <summary>The servers that may send for a domain, and their SPF and DMARC results (P12).</summary>
internal static class SendingServers
{
    /// <summary>
    /// The active records, or else the default server, whose filter allows the domain or an address on it.
    /// </summary>
    public static IEnumerable<OutgoingServer> For(string domain, GatewayConfiguration configuration)
    {
        var active = configuration
            .OutgoingServers.Where(server => server.Active)
            .OrderBy(server => server.Priority)
            .ThenBy(server => server.Created)
            .ToList();
        var eligible = active.Count > 0 ? active : DefaultServer(configuration);
        return eligible.Where(server => From(server, domain) is not null);
    }

    /// <param name="server">A server of <see cref="For"/>.</param>
    /// <param name="records">The domain's records.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="dns">The DNS.</param>
    public static ServerReport Report(
        OutgoingServer server,
        DomainRecords records,
        GatewayConfiguration configuration,
        DnsReader dns
    )
    {
        var domain = records.Domain;
        var addresses = DnsNames.Addresses(server.Host, dns).Select(address => Verdict(address, domain, dns)).ToList();
        var provider = MailProviders.Include(server.Host);
        var covered = IsCovered(records.Spf, provider, addresses);
        var from = From(server, domain)!;
        var envelope = EnvelopeSender.For(server, from, Bounce(domain, configuration));
        var alignment = DmarcAlignmentRule.Of(from, envelope);
        return new ServerReport
        {
            Server = server.Id,
            Name = server.Name,
            Host = server.Host,
            Sign = server.Sign,
            Bulk = configuration.Parameters.BulkServer == server.Id,
            Addresses = addresses,
            Covered = covered,
            Mechanism = covered ? null : Mechanism(server.Host, provider),
            EnvelopeFrom = envelope.Address,
            Alignment = alignment,
            Aligned = records.Dmarc?.Accepts(alignment) ?? alignment != DmarcAlignment.None,
        };
    }

    private static List<OutgoingServer> DefaultServer(GatewayConfiguration configuration)
    {
        if (configuration.DefaultServer is not { } server)
            return [];
        var filter = configuration.Parameters.DefaultFromFilter ?? server.FromFilter;
        return [server with { FromFilter = filter }];
    }

    private static bool IsCovered(SpfReport spf, string? provider, List<AddressVerdict> addresses)
    {
        if (spf.Problem is not null)
            return false;
        var includesProvider = provider is not null && spf.Includes.Contains(provider);
        return includesProvider
            || (addresses.Count > 0 && addresses.TrueForAll(address => address.Result == SpfResult.Pass));
    }

    private static AddressVerdict Verdict(IPAddress address, string domain, DnsReader dns)
    {
        var verdict = SpfEvaluator.Check(new SpfQuery(address, domain), dns);
        return new AddressVerdict(address.ToString(), verdict.Result, verdict.Text);
    }

    private static string Mechanism(string host, string? provider)
    {
        if (provider is not null)
            return $"include:{provider}";
        if (!IPAddress.TryParse(host, out var address))
            return $"a:{DnsNames.Domain(host) ?? host}";
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"ip6:{address}" : $"ip4:{address}";
    }

    // An address on the domain for which the server may send; null when there is none.
    private static EmailAddress? From(OutgoingServer server, string domain)
    {
        var filter = FromFilter.Parse(server.FromFilter);
        if (EmailAddress.TryCreate($"postmaster@{domain}", null, out var any) && filter.Allows(any))
            return any;
        return filter
            .Addresses.Order(StringComparer.Ordinal)
            .Select(address => EmailAddress.Parse(address))
            .FirstOrDefault(address => address.Domain == domain);
    }

    private static EmailAddress? Bounce(string domain, GatewayConfiguration configuration)
    {
        var alias =
            configuration.AliasDomains.FirstOrDefault(own => own.Name == domain) ?? configuration.DefaultAliasDomain;
        return EmailAddress.TryParse(alias?.BounceAddress, out var bounce) ? bounce : null;
    }
}
