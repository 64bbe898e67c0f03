using System.Net;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Senders;
using Postern.Gateway.Domains;

namespace Postern.Gateway.Inbound;

/// <summary>Verifies the sender of a mail, with the DNS where that is needed.</summary>
public sealed class SenderVerifier(DnsCache dns)
{
    public Task<SenderVerdict> VerifyAsync(
        IncomingMail mail,
        StoredMail raw,
        GatewayParameters parameters,
        CancellationToken cancellationToken
    )
    {
        var received = new ReceivedMail(mail, raw.Content.Memory)
        {
            Client = IPAddress.TryParse(raw.Origin.Client, out var client) ? client : null,
            Helo = raw.Origin.Helo,
        };
        return dns.ResolveAsync(
            answers => SenderAuthentication.Evaluate(received, parameters, answers),
            cancellationToken
        );
    }
}
