using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Has mail that waits for an outgoing server decided about again: when a person says so, and when settings change on
/// which the choice of a server or its limits depend. It is spread over minutes; a limit that still stands keeps mail
/// back again.
/// </summary>
public sealed class WaitingReleases(
    LimitStore store,
    DueStore due,
    GatewayConfigurationSource configuration,
    ServerHealthStore health,
    TimeProvider time
)
{
    private const int AtOnce = 1000;

    // By then every instance knows the new settings.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private string? _fingerprint;

    /// <summary>
    /// Ends a pause of a server and releases what waits for it. Returns how many mails are on their queue now; the rest
    /// follows minute by minute.
    /// </summary>
    public async Task<int> ReleaseAsync(string server, CancellationToken cancellationToken)
    {
        await health.ForgetAsync(server, cancellationToken);
        var release = new WaitingRelease(server, time.GetUtcNow());
        await store.AddReleaseAsync(release, cancellationToken);
        return await ContinueAsync(release, cancellationToken);
    }

    /// <summary>
    /// Ends a pause of a server whose record was saved, and has what waits for it released within two minutes.
    /// </summary>
    public async Task BeginAsync(string server, CancellationToken cancellationToken)
    {
        await health.ForgetAsync(server, cancellationToken);
        await store.AddReleaseAsync(new WaitingRelease(server, time.GetUtcNow() + Settling), cancellationToken);
    }

    /// <summary>One round: notices changed settings, and continues what has begun.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await NoticeSettingsAsync(cancellationToken);
        foreach (var release in await store.ListReleasesAsync(cancellationToken))
        {
            if (release.Before <= time.GetUtcNow())
                await ContinueAsync(release, cancellationToken);
        }
    }

    private async Task<int> ContinueAsync(WaitingRelease release, CancellationToken cancellationToken)
    {
        var count = await due.ReleaseAsync(release.Server, release.Before, AtOnce, cancellationToken);
        if (count == 0)
            await store.EndReleaseAsync(release, cancellationToken);
        return count;
    }

    private async Task NoticeSettingsAsync(CancellationToken cancellationToken)
    {
        var current = OutboundFingerprint.Of(await configuration.GetAsync(cancellationToken));
        if (current == _fingerprint)
            return;
        var before = await store.FindFingerprintAsync(cancellationToken);
        if (before is not null && before != current)
            await store.AddReleaseAsync(new WaitingRelease(null, time.GetUtcNow() + Settling), cancellationToken);
        if (before != current)
            await store.PutFingerprintAsync(current, cancellationToken);
        _fingerprint = current;
    }
}
