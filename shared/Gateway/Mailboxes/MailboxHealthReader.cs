using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>Reads the health of the mailboxes.</summary>
public sealed class MailboxHealthReader(MailboxStore mailboxes, OAuthLeases tokens, TimeProvider time)
{
    /// <summary>One for each active incoming server.</summary>
    public async Task<IReadOnlyList<MailboxHealth>> ReadAsync(
        GatewayConfiguration current,
        CancellationToken cancellationToken
    )
    {
        var active = current.IncomingServers.Where(server => server.Active).ToList();
        if (active.Count == 0)
            return [];
        var schedules = await mailboxes.ListSchedulesAsync(cancellationToken);
        return await Task.WhenAll(active.Select(ReadAsync));

        async Task<MailboxHealth> ReadAsync(IncomingServer server)
        {
            var schedule = schedules.GetValueOrDefault(server.Id)?.Value;
            var expires = await TokenExpiresAsync(server, cancellationToken);
            return MailboxHealth.Of(server, schedule, current.FetchIntervalOf(server), expires, time.GetUtcNow());
        }
    }

    /// <summary>When the client secret or the refresh token of a server expires; null if unknown.</summary>
    public async Task<DateTimeOffset?> TokenExpiresAsync(IncomingServer server, CancellationToken cancellationToken)
    {
        if (server.OAuth is not { } settings)
            return null;
        if (settings.Grant != OAuthGrant.RefreshToken)
            return settings.Expires;
        var reported = await tokens.FindExpiryAsync(SecretNames.IncomingServer(server.Id), cancellationToken);
        return new[] { settings.Expires, reported }.Min();
    }
}
