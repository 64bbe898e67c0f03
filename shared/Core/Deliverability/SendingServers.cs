using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Selection;
using Postern.Core.Servers;

namespace Postern.Core.Deliverability;

/// <summary>The servers that may speak for a domain, and how they stand with its SPF and DMARC (P12).</summary>
internal static class SendingServers
{
    /// <summary>The active records, or else the default server, whose filter allows the domain or an address on it.</summary>
    public static IEnumerable<OutgoingServer> For(string domain, GatewayConfiguration configuration)
    {
        var active = configuration
            .OutgoingServers.Where(server => server.Active)
            .OrderBy(server => server.Priority)
            .ThenBy(server => server.Created)
            .ToList();
        var fallback = configuration.DefaultServer is { } server
            ? server with
            {
                FromFilter = configuration.Parameters.DefaultFromFilter ?? server.FromFilter,
            }
            : null;
        return (
            active.Count > 0 ? active
            : fallback is null ? []
            : [fallback]
        ).Where(sender => From(sender, domain) is not null);
    }

    public static ServerReport Report(
        OutgoingServer server,
        string domain,
        SpfReport spf,
        DmarcPolicy? dmarc,
        GatewayConfiguration configuration,
        DnsReader dns
    )
    {
        var addresses = DnsNames.Addresses(server.Host, dns).Select(address => Verdict(address, domain, dns)).ToList();
        var provider = MailProviders.Include(server.Host);
        var covered =
            spf.Problem is null
            && (
                (provider is not null && spf.Includes.Contains(provider))
                || (addresses.Count > 0 && addresses.TrueForAll(address => address.Result == SpfResult.Pass))
            );
        var from = From(server, domain)!;
        var envelope = EnvelopeSender.For(server, from, Bounce(domain, configuration));
        var alignment = DmarcAlignmentRule.Of(from, envelope);
        return new ServerReport
        {
            Server = server.Id,
            Name = server.Name,
            Host = server.Host,
            Bulk = configuration.Parameters.BulkServer == server.Id,
            Addresses = addresses,
            Covered = covered,
            Mechanism = covered ? null : Mechanism(server.Host, provider),
            EnvelopeFrom = envelope.Address,
            Alignment = alignment,
            Aligned = dmarc?.Accepts(alignment) ?? alignment != DmarcAlignment.None,
        };
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
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"ip6:{address}"
            : $"ip4:{address}";
    }

    // An address on the domain that the server may speak for; null when there is none.
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
