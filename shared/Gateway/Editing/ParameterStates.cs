using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Presents rows as parameters. A parameter exists whether or not a value is stored.</summary>
internal static class ParameterStates
{
    /// <summary>The state of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="version">Version of the row; null without a row.</param>
    public static Versioned<ParameterState> Of(ParameterDefinition parameter, string? value, string? version) =>
        new(With(parameter, value), version ?? RowConditions.Unset);

    /// <summary>The result of writing a row, as that of the parameter: it is replaced, never created.</summary>
    public static EditResult<ParameterState> Replaced<T>(
        ParameterDefinition parameter,
        EditResult<T> result,
        Func<T, string> value
    )
    {
        var state = result.Select(stored => With(parameter, value(stored)));
        return state.Outcome == EditOutcome.Created ? state with { Outcome = EditOutcome.Replaced } : state;
    }

    private static ParameterState With(ParameterDefinition parameter, string? value) =>
        new(parameter.Name, value, parameter.Default)
        {
            Choices = parameter.Choices,
            Least = parameter.Least,
            Most = parameter.Most,
        };
}
