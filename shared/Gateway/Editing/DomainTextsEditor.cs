using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Core.Wording;

namespace Postern.Gateway.Editing;

/// <summary>
/// Reads and changes the texts that an alias domain words itself. They exist as long as the alias domain does, whether
/// or not any is stored.
/// </summary>
public sealed class DomainTextsEditor(ConfigurationEditor editor)
{
    private const string Kind = ConfigurationKinds.DomainTexts;

    /// <summary>The texts; null when there is no such alias domain.</summary>
    public async Task<Versioned<DomainTexts>?> FindAsync(string domain, CancellationToken cancellationToken)
    {
        var current = await editor.ReadAsync(cancellationToken);
        if (!current.AliasDomains.Any(known => known.Id == domain))
            return null;
        return await editor.FindAsync<DomainTexts>(Kind, domain, cancellationToken)
            ?? new Versioned<DomainTexts>(new DomainTexts(), RowConditions.Unset);
    }

    /// <summary>Replaces the texts of an alias domain.</summary>
    public async Task<EditResult<DomainTexts>> PutAsync(
        string domain,
        DomainTexts wanted,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(domain, cancellationToken) is not { } before)
            return EditResult.Of<DomainTexts>(EditOutcome.Missing);
        if (!condition.Holds(EditCondition.TagOf(before.Version)))
            return EditResult.Of<DomainTexts>(EditOutcome.ConditionFailed);
        var result = await editor.PutAsync<DomainTexts>(
            Kind,
            domain,
            RowConditions.Of(condition),
            (_, _) => DomainTextsRules.Put(wanted),
            cancellationToken
        );
        return result.Outcome == EditOutcome.Created ? result with { Outcome = EditOutcome.Replaced } : result;
    }

    /// <summary>Forgets the texts of an alias domain that is gone. Idempotent.</summary>
    public Task ForgetAsync(string domain, CancellationToken cancellationToken) =>
        editor.DeleteAsync<DomainTexts>(Kind, domain, EditCondition.None, (_, _) => Findings.None, cancellationToken);
}
