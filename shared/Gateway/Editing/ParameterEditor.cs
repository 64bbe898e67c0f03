using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Reads and changes parameters. Four of them are properties of the default alias domain and are kept there.</summary>
public sealed class ParameterEditor(ConfigurationEditor editor)
{
    // A parameter is there whether or not a value is stored, so that even its first value can be written on condition.
    private const string Unset = "unset";

    public async Task<IReadOnlyList<ParameterState>> ListAsync(CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(
            ParameterCatalog.All.Select(parameter => ReadAsync(parameter, cancellationToken))
        );
        return [.. states.Select(state => state.Value)];
    }

    public async Task<Versioned<ParameterState>> ReadAsync(
        ParameterDefinition parameter,
        CancellationToken cancellationToken
    )
    {
        if (!parameter.OfAliasDomain)
        {
            var stored = await editor.FindAsync<string>(
                ConfigurationKinds.Parameter,
                parameter.Name,
                cancellationToken
            );
            return State(parameter, stored?.Value ?? parameter.Default, stored?.Version);
        }
        var domain = await FindDefaultAsync(cancellationToken);
        return State(
            parameter,
            domain is null ? parameter.Default : ParameterRules.ReadFromDomain(parameter.Name, domain.Value),
            domain?.Version
        );
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
        if (parameter.OfAliasDomain)
            return await PutOnDomainAsync(parameter, value, ForRow(condition), cancellationToken);
        var result = await editor.PutAsync<string>(
            ConfigurationKinds.Parameter,
            parameter.Name,
            ForRow(condition),
            (configuration, _) => ParameterRules.Put(parameter, value, configuration),
            cancellationToken
        );
        return Replaced(parameter, result, text => text);
    }

    /// <summary>Takes a parameter back to its default.</summary>
    public async Task<EditResult<ParameterState>> ResetAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (await FailsAsync(parameter, condition, cancellationToken))
            return EditResult.Of<ParameterState>(EditOutcome.ConditionFailed);
        if (parameter.OfAliasDomain)
            return await ResetOnDomainAsync(parameter, ForRow(condition), cancellationToken);
        var result = await editor.DeleteAsync<string>(
            ConfigurationKinds.Parameter,
            parameter.Name,
            ForRow(condition),
            (_, _) => Findings.None,
            cancellationToken
        );
        return EditResult.Of<ParameterState>(
            result.Outcome == EditOutcome.ConditionFailed ? EditOutcome.ConditionFailed : EditOutcome.Deleted
        );
    }

    private async Task<EditResult<ParameterState>> PutOnDomainAsync(
        ParameterDefinition parameter,
        string value,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var id = (await editor.ReadAsync(cancellationToken)).DefaultAliasDomain?.Id ?? Identifiers.New();
        var result = await editor.PutAsync<AliasDomain>(
            ConfigurationKinds.AliasDomain,
            id,
            condition,
            (configuration, before) => ParameterRules.PutOnDomain(parameter, value, id, before, configuration),
            cancellationToken
        );
        return Replaced(parameter, result, domain => ParameterRules.ReadFromDomain(parameter.Name, domain)!);
    }

    private async Task<EditResult<ParameterState>> ResetOnDomainAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (parameter.Default is not { } value)
            return EditResult.Refused<ParameterState>(
                new Findings
                {
                    Conflicts =
                    [
                        new(
                            "value",
                            "is the name of the default alias domain, which has one always; delete the alias domain instead"
                        ),
                    ],
                }
            );
        if (await FindDefaultAsync(cancellationToken) is null)
            return EditResult.Of<ParameterState>(EditOutcome.Deleted);
        var result = await PutOnDomainAsync(parameter, value, condition, cancellationToken);
        return result.Outcome == EditOutcome.Replaced ? EditResult.Of<ParameterState>(EditOutcome.Deleted) : result;
    }

    private async Task<bool> FailsAsync(
        ParameterDefinition parameter,
        EditCondition condition,
        CancellationToken cancellationToken
    ) => !condition.Holds(EditCondition.TagOf((await ReadAsync(parameter, cancellationToken)).Version));

    // The condition has been compared with the parameter already, which is there always; the row under it may be missing.
    private static EditCondition ForRow(EditCondition condition)
    {
        if (condition.IfMatch?.Contains("*") != false)
            return EditCondition.None;
        return condition.IfMatch.Contains(EditCondition.TagOf(Unset)) ? new EditCondition(OnlyNew: true) : condition;
    }

    private static EditResult<ParameterState> Replaced<T>(
        ParameterDefinition parameter,
        EditResult<T> result,
        Func<T, string> value
    )
    {
        var state = result.Select(stored => new ParameterState(parameter.Name, value(stored), parameter.Default));
        return state.Outcome == EditOutcome.Created ? state with { Outcome = EditOutcome.Replaced } : state;
    }

    private async Task<Versioned<AliasDomain>?> FindDefaultAsync(CancellationToken cancellationToken) =>
        (await editor.ReadAsync(cancellationToken)).DefaultAliasDomain is { } domain
            ? await editor.FindAsync<AliasDomain>(ConfigurationKinds.AliasDomain, domain.Id, cancellationToken)
            : null;

    private static Versioned<ParameterState> State(ParameterDefinition parameter, string? value, string? version) =>
        new(new ParameterState(parameter.Name, value, parameter.Default), version ?? Unset);
}
