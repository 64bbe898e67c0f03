using System.Net;
using Postern.Core.Deliverability;

namespace Postern.Core.Senders;

/// <summary>The SPF result of the client that handed a mail over (RFC 7208 §2).</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">The domain that was checked: of the reverse path, or for a null one of HELO.</param>
/// <param name="Text">The result in words.</param>
internal sealed record ClientSpf(SpfResult Result, string Domain, string Text)
{
    private static readonly IPNetwork[] Own =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>Evaluates SPF; null where the client or the domain is not known.</summary>
    public static ClientSpf? Check(ReceivedMail received, DnsReader dns)
    {
        if (received.Client is not { } given || QueryOf(received, Plain(given)) is not { } query)
            return null;
        // A relay of our own is not who sent the mail.
        if (Own.Any(network => network.Contains(query.Address)))
            return null;
        var verdict = SpfEvaluator.Check(query, dns);
        var result = verdict.Result.ToString().ToLowerInvariant();
        return new ClientSpf(verdict.Result, query.Domain, $"spf of {query.Domain} for {query.Address}: {result}");
    }

    private static SpfQuery? QueryOf(ReceivedMail received, IPAddress client)
    {
        var helo = received.Helo is { } name ? DnsNames.Domain(name) : null;
        var path = received.Mail.ReturnPath;
        var domain = path is null ? (received.Mail.NullReturnPath ? helo : null) : DnsNames.Domain(path.Domain);
        if (domain is null)
            return null;
        return new SpfQuery(client, domain) { LocalPart = path?.LocalPart ?? "postmaster", Helo = helo };
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
