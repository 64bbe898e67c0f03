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
/// Does what a provider's report says: decided once, claimed with the plan, carried out, then closed, so that an event that is sent again in good
/// faith is finished, and one that is replayed does nothing.
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
    /// <summary>How long a provider may go on offering an event: Event Grid gives up after a day, SNS after an hour.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    /// <summary>Whether an event is too old to be anything but a replay.</summary>
    public bool IsTooOld(ProviderEvent told) => time.GetUtcNow() - told.Sent > Patience;

    /// <summary>Carries an event out. Returns the reports that it led to; none the second time.</summary>
    public async Task<IReadOnlyList<DeliveryReport>> ProcessAsync(
        string provider,
        ProviderEvent told,
        CancellationToken cancellationToken
    )
    {
        var key = ClaimKey.OfProgram($"inbound/{provider}", told.Id);
        var claim =
            await claims.FindAsync(key, cancellationToken) ?? await DecideAsync(key, provider, told, cancellationToken);
        if (claim.Reports.Count == 0)
            return [];
        await bounces.ApplyAsync(claim.Reports, cancellationToken);
        await claims.CloseAsync(key, claim with { Reports = [] }, cancellationToken);
        return claim.Reports;
    }

    private async Task<Claim> DecideAsync(
        ClaimKey key,
        string provider,
        ProviderEvent told,
        CancellationToken cancellationToken
    )
    {
        var keys = await tagKeys.GetAsync(cancellationToken);
        var clues = new BounceClues(
            BounceClues.TagOf([told.Report.OriginalReturnPath], keys),
            BounceClues.MessageOf(told.Report.OriginalIds, keys),
            BounceEvidence.Provider
        );
        var facts = await loader.LoadAsync(told.Report, clues, cancellationToken);
        var now = time.GetUtcNow();
        var parameters = (await configuration.GetAsync(cancellationToken)).Parameters;
        var plan = BouncePlanner.Plan(facts, parameters, $"{provider}:{told.Id}", told.Time < now ? told.Time : now);
        var claim = new Claim
        {
            Owner = told.Id,
            Fingerprint = "",
            State = JournalState.Bounce,
            Reasons = plan.Reasons,
            Reports = plan.Reports,
        };
        return await claims.TakeAsync(key, claim, cancellationToken)
            ?? throw new InvalidOperationException($"The claim of event {told.Id} of {provider} is gone.");
    }
}
