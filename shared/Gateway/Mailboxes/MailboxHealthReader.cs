using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>Looks how the mailboxes are.</summary>
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
        return await Task.WhenAll(
            active.Select(async server =>
                MailboxHealth.Of(
                    server,
                    schedules.GetValueOrDefault(server.Id)?.Value,
                    current.FetchIntervalOf(server),
                    await TokenExpiresAsync(server, cancellationToken),
                    time.GetUtcNow()
                )
            )
        );
    }

    /// <summary>When the server's client secret or refresh token ends, as far as anybody has said.</summary>
    public async Task<DateTimeOffset?> TokenExpiresAsync(IncomingServer server, CancellationToken cancellationToken)
    {
        if (server.OAuth is not { } settings)
            return null;
        var noted =
            settings.Grant == OAuthGrant.RefreshToken
                ? await tokens.FindExpiryAsync(SecretNames.IncomingServer(server.Id), cancellationToken)
                : null;
        return new[] { settings.Expires, noted }.Min();
    }
}
