using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>
/// Reads and changes parameters. Those that are properties of the default alias domain are stored there.
/// </summary>
public sealed class ParameterEditor(ConfigurationEditor editor, DomainParameters domain)
{
    /// <summary>All parameters, read together.</summary>
    public async Task<IReadOnlyList<ParameterState>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await editor.ListAsync(ConfigurationKinds.Parameter, cancellationToken);
        var stored = rows.ToDictionary(row => row.Id, row => row.As<string>());
        var defaultDomain = (await editor.ReadAsync(cancellationToken)).DefaultAliasDomain;
        return
        [
            .. ParameterCatalog.All.Select(parameter =>
                ParameterStates.Of(parameter, Value(parameter, stored, defaultDomain), version: null).Value
            ),
        ];
    }

    private static string? Value(
        ParameterDefinition parameter,
        Dictionary<string, string> stored,
        AliasDomain? defaultDomain
    )
    {
        if (!parameter.OfAliasDomain)
            return stored.GetValueOrDefault(parameter.Name) ?? parameter.Default;
        return defaultDomain is null ? parameter.Default : ParameterRules.ReadFromDomain(parameter.Name, defaultDomain);
    }

    public async Task<Versioned<ParameterState>> ReadAsync(
        ParameterDefinition parameter,
        CancellationToken cancellationToken
    )
    {
        if (parameter.OfAliasDomain)
            return await domain.ReadAsync(parameter, cancellationToken);
        var stored = await editor.FindAsync<string>(ConfigurationKinds.Parameter, parameter.Name, cancellationToken);
        return ParameterStates.Of(parameter, stored?.Value ?? parameter.Default, stored?.Version);
    }

    public async Task<EditResult<ParameterState>> PutAsync(
        ParameterDefinition parameter,
        string value,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (await FailsAsync(parameter, condition, cancellationToken))
            return EditResult.Of<ParameterState>(EditOutcome.ConditionFailed);
        var rowCondition = RowConditions.Of(condition);
        if (parameter.OfAliasDomain)
            return await domain.PutAsync(parameter, value, rowCondition, cancellationToken);
        var result = await editor.PutAsync<string>(
            ConfigurationKinds.Parameter,
            parameter.Name,
            rowCondition,
            (configuration, _) => ParameterRules.Put(parameter, value, configuration),
            cancellationToken
        );
        return ParameterStates.Replaced(parameter, result, text => text);
    }

    /// <summary>Resets a parameter to its default.</summary>
    public async Task<EditResult<ParameterState>> ResetAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (await FailsAsync(parameter, condition, cancellationToken))
            return EditResult.Of<ParameterState>(EditOutcome.ConditionFailed);
        var rowCondition = RowConditions.Of(condition);
        if (parameter.OfAliasDomain)
            return await domain.ResetAsync(parameter, rowCondition, cancellationToken);
        var result = await editor.DeleteAsync<string>(
            ConfigurationKinds.Parameter,
            parameter.Name,
            rowCondition,
            (_, _) => Findings.None,
            cancellationToken
        );
        var failed = result.Outcome == EditOutcome.ConditionFailed;
        return EditResult.Of<ParameterState>(failed ? EditOutcome.ConditionFailed : EditOutcome.Deleted);
    }

    private async Task<bool> FailsAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var state = await ReadAsync(parameter, cancellationToken);
        return !condition.Holds(EditCondition.TagOf(state.Version));
    }
}
