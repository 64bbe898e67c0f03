using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Gateway.Secrets;

namespace Postern.Gateway.Outbound;

/// <summary>Finds the key that a mail is signed with at a server.</summary>
public sealed class MailSigner(DkimPrivateKeys keys, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How the mail is signed: null where the server does not sign, or the From's domain has no active key. If its key
    /// cannot be read, the mail waits: unsigned it could be refused or taken for forged.
    /// </summary>
    public async Task<(DkimSigning? Signing, DeliveryResult? Waits)> PrepareAsync(
        OutgoingServer server,
        EmailAddress from,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        if (!server.Sign || configuration.ActiveDkimKeyOf(from.Domain) is not { } key)
            return (null, null);
        try
        {
            var loaded = await keys.GetAsync(key, cancellationToken);
            return (new DkimSigning(key.Domain, key.Selector, loaded, time.GetUtcNow()), null);
        }
        // Whatever keeps the secret store from answering.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Waits(key, e));
        }
    }

    private static DeliveryResult Waits(DkimSigningKey key, Exception e) =>
        new(
            DeliveryOutcome.Deferred,
            $"The DKIM key '{key.Selector}' of {key.Domain} cannot be read: {e.Message.Split('\n')[0].Trim()}",
            DeliveryProblem.Server
        )
        {
            RetryAfter = Pause,
        };
}
