using Postern.Core.Bounces;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Reports;
using Postern.Core.Webhooks;
using Postern.Gateway.Inbound;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Providers;

/// <summary>
/// Processes the events of mail providers. The plan for an event is decided once and stored in a claim, then applied,
/// and the claim closed. A repeated event completes what is left of the plan; a replayed one does nothing.
/// </summary>
public sealed class ProviderEventProcessor(
    GatewayConfigurationSource configuration,
    BounceFactsLoader loader,
    ClaimStore claims,
    BounceProcessor bounces,
    TagKeys tagKeys,
    TimeProvider time
)
{
    /// <summary>How long a provider may repeat an event: Event Grid gives up after a day, SNS after an hour.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    /// <summary>Whether an event is so old that it can only be a replay.</summary>
    public bool IsTooOld(ProviderEvent providerEvent) => time.GetUtcNow() - providerEvent.Sent > Patience;

    /// <summary>Processes an event and returns the reports that it led to; none the second time.</summary>
    public async Task<IReadOnlyList<DeliveryReport>> ProcessAsync(
        string provider,
        ProviderEvent providerEvent,
        CancellationToken cancellationToken
    )
    {
        var key = ClaimKey.OfProgram($"inbound/{provider}", providerEvent.Id);
        var known = await claims.FindAsync(key, cancellationToken);
        var claim = known ?? await DecideAsync(key, provider, providerEvent, cancellationToken);
        if (claim.Reports.Count == 0)
            return [];
        await bounces.ApplyAsync(claim.Reports, cancellationToken);
        await claims.CloseAsync(key, claim with { Reports = [] }, cancellationToken);
        return claim.Reports;
    }

    private async Task<Claim> DecideAsync(
        ClaimKey key,
        string provider,
        ProviderEvent providerEvent,
        CancellationToken cancellationToken
    )
    {
        var keys = await tagKeys.GetAsync(cancellationToken);
        var clues = new BounceClues(
            BounceClues.TagOf([providerEvent.Report.OriginalReturnPath], keys),
            BounceClues.MessageOf(providerEvent.Report.OriginalIds, keys),
            BounceEvidence.Provider
        );
        var facts = await loader.LoadAsync(providerEvent.Report, clues, cancellationToken);
        var now = time.GetUtcNow();
        var parameters = (await configuration.GetAsync(cancellationToken)).Parameters;
        var plan = BouncePlanner.Plan(
            facts,
            parameters,
            $"{provider}:{providerEvent.Id}",
            providerEvent.Time < now ? providerEvent.Time : now
        );
        var claim = new Claim
        {
            Owner = providerEvent.Id,
            Fingerprint = "",
            State = JournalState.Bounce,
            Reasons = plan.Reasons,
            Reports = plan.Reports,
        };
        return await claims.TakeAsync(key, claim, cancellationToken)
            ?? throw new InvalidOperationException($"The claim of event {providerEvent.Id} of {provider} is gone.");
    }
}
