using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Reads and changes the parameters that are properties of the default alias domain.</summary>
public sealed class DomainParameters(ConfigurationEditor editor)
{
    private const string NameIsNeeded =
        "is the name of the default alias domain, which has one always; delete the alias domain instead";

    public async Task<Versioned<ParameterState>> ReadAsync(
        ParameterDefinition parameter,
        CancellationToken cancellationToken
    )
    {
        var domain = await FindDefaultAsync(cancellationToken);
        var value = domain is null ? parameter.Default : ParameterRules.ReadFromDomain(parameter.Name, domain.Value);
        return ParameterStates.Of(parameter, value, domain?.Version);
    }

    /// <summary>Writes a value; the domain is created if there is none.</summary>
    public async Task<EditResult<ParameterState>> PutAsync(
        ParameterDefinition parameter,
        string value,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var id = (await editor.ReadAsync(cancellationToken)).DefaultAliasDomain?.Id ?? RandomIdentifier.Create();
        var result = await editor.PutAsync<AliasDomain>(
            ConfigurationKinds.AliasDomain,
            id,
            condition,
            (configuration, before) => ParameterRules.PutOnDomain(parameter, value, id, before, configuration),
            cancellationToken
        );
        return ParameterStates.Replaced(
            parameter,
            result,
            domain => ParameterRules.ReadFromDomain(parameter.Name, domain)!
        );
    }

    /// <summary>Resets a parameter to its default. The name of the domain has none.</summary>
    public async Task<EditResult<ParameterState>> ResetAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (parameter.Default is not { } value)
            return EditResult.Refused<ParameterState>(new Findings { Conflicts = [new("value", NameIsNeeded)] });
        if (await FindDefaultAsync(cancellationToken) is null)
            return EditResult.Of<ParameterState>(EditOutcome.Deleted);
        var result = await PutAsync(parameter, value, condition, cancellationToken);
        return result.Outcome == EditOutcome.Replaced ? EditResult.Of<ParameterState>(EditOutcome.Deleted) : result;
    }

    private async Task<Versioned<AliasDomain>?> FindDefaultAsync(CancellationToken cancellationToken) =>
        (await editor.ReadAsync(cancellationToken)).DefaultAliasDomain is { } domain
            ? await editor.FindAsync<AliasDomain>(ConfigurationKinds.AliasDomain, domain.Id, cancellationToken)
            : null;
}
