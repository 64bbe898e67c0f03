using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>
/// Reads and changes parameters. Those that are properties of the default alias domain are stored there.
/// </summary>
public sealed class ParameterEditor(
    ConfigurationEditor editor,
    DomainParameters domain,
    DrainEditor drain,
    TimeProvider time
)
{
    /// <summary>All parameters, read together.</summary>
    public async Task<IReadOnlyList<ParameterState>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await editor.ListAsync(ConfigurationKinds.Parameter, cancellationToken);
        var stored = rows.ToDictionary(row => row.Id, row => row.As<string>());
        var current = await editor.ReadAsync(cancellationToken);
        return
        [
            .. ParameterCatalog.All.Select(parameter =>
                ParameterStates.Of(parameter, Value(parameter, stored, current), version: null).Value
            ),
        ];
    }

    private string? Value(
        ParameterDefinition parameter,
        Dictionary<string, string> stored,
        GatewayConfiguration current
    )
    {
        if (!parameter.OfAliasDomain)
            return Shown(parameter, stored.GetValueOrDefault(parameter.Name), current);
        var defaultDomain = current.DefaultAliasDomain;
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
        var current = await editor.ReadAsync(cancellationToken);
        return ParameterStates.Of(parameter, Shown(parameter, stored?.Value, current), stored?.Version);
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
        if (parameter.Name == ParameterRules.Mode && value == MailDrain.Mode)
            return await DrainAsync(parameter, cancellationToken);
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
        if (parameter.Name == ParameterRules.Mode)
            await drain.EndAsync(cancellationToken);
        var result = await editor.DeleteAsync<string>(
            ConfigurationKinds.Parameter,
            parameter.Name,
            rowCondition,
            (configuration, _) => ParameterRules.Reset(parameter, configuration),
            cancellationToken
        );
        return result.Outcome switch
        {
            EditOutcome.Conflict => EditResult.Refused<ParameterState>(result.Findings),
            EditOutcome.ConditionFailed => EditResult.Of<ParameterState>(EditOutcome.ConditionFailed),
            _ => new EditResult<ParameterState>(EditOutcome.Deleted, null, result.Findings),
        };
    }

    private async Task<EditResult<ParameterState>> DrainAsync(
        ParameterDefinition parameter,
        CancellationToken cancellationToken
    )
    {
        await drain.BeginAsync(cancellationToken);
        var state = await ReadAsync(parameter, cancellationToken);
        return new EditResult<ParameterState>(EditOutcome.Replaced, state, Findings.None);
    }

    // Draining lies over the mode.
    private string? Shown(ParameterDefinition parameter, string? stored, GatewayConfiguration current) =>
        parameter.Name == ParameterRules.Mode && current.DrainsAt(time.GetUtcNow())
            ? MailDrain.Mode
            : stored ?? parameter.Default;

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
