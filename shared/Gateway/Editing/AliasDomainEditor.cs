using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Changes alias domains; their texts and DKIM keys go with them.</summary>
public sealed class AliasDomainEditor(ConfigurationEditor editor, DomainTextsEditor texts, DkimEditor dkim)
{
    private const string Kind = ConfigurationKinds.AliasDomain;

    /// <summary>Creates or replaces an alias domain.</summary>
    /// <param name="wanted">The alias domain with its id.</param>
    /// <param name="condition">The condition on the stored row.</param>
    /// <param name="rules">The condition by which lists of former addresses become shorter.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<EditResult<AliasDomain>> PutAsync(
        AliasDomain wanted,
        EditCondition condition,
        EditCondition rules,
        CancellationToken cancellationToken
    ) =>
        editor.PutAsync<AliasDomain>(
            Kind,
            wanted.Id,
            condition,
            (configuration, before) => AliasDomainRules.Put(wanted, before, configuration, rules),
            cancellationToken
        );

    public async Task<EditResult<AliasDomain>> DeleteAsync(
        string id,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.DeleteAsync<AliasDomain>(
            Kind,
            id,
            condition,
            (configuration, domain) => AliasDomainRules.Delete(domain with { Id = id }, configuration),
            cancellationToken
        );
        // Also when the alias domain is missing: an attempt that crashed may have left its texts and keys.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
        {
            await texts.ForgetAsync(id, cancellationToken);
            await dkim.ForgetAsync(id, cancellationToken);
        }
        return result;
    }
}
