using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>What a parameter's value must be like to be saved, and what the four parameters of the default alias domain change there.</summary>
public static class ParameterRules
{
    public const string CatchallDomain = "mail.catchall.domain";
    public const string CatchallAlias = "mail.catchall.alias";
    public const string BounceAlias = "mail.bounce.alias";
    public const string DefaultFrom = "mail.default.from";
    public const string BulkServer = "mail.bulk.server";
    public const string Mode = "mail.mode";

    public static Edit<string> Put(ParameterDefinition parameter, string value, GatewayConfiguration configuration)
    {
        var problem = parameter.Problem(value);
        if (problem is null && parameter.Name == BulkServer && configuration.OutgoingServer(value) is null)
            problem = $"must be the id of an outgoing server; there is no '{value}'";
        return new Edit<string>(
            value,
            problem is null ? Findings.None : new Findings { Errors = [new("value", problem)] }
        )
        {
            // Whoever sets the mode in a copied environment has decided what becomes of its mail.
            Also =
                parameter.Name == Mode
                    ? [new(ConfigurationKinds.Origin, StorageOrigin.Row, configuration.Origin.Account)]
                    : [],
        };
    }

    /// <summary>Puts a parameter of the default alias domain there.</summary>
    /// <param name="parameter">One of the four.</param>
    /// <param name="value">What the administrator asks for.</param>
    /// <param name="id">Id of the default alias domain, or of the one that is made.</param>
    /// <param name="before">The default alias domain; null when there is none.</param>
    /// <param name="configuration">All else that there is.</param>
    public static Edit<AliasDomain> PutOnDomain(
        ParameterDefinition parameter,
        string value,
        string id,
        AliasDomain? before,
        GatewayConfiguration configuration
    )
    {
        if (before is null && parameter.Name != CatchallDomain)
            return Refused(
                new Findings
                {
                    Conflicts = [new("value", $"There is no alias domain yet; set {CatchallDomain} first.")],
                }
            );
        if (parameter.Problem(value) is { } problem)
            return Refused(new Findings { Errors = [new("value", problem)] });
        var current = before ?? new AliasDomain { Name = value, IsDefault = true };
        var edit = AliasDomainRules.Put(With(current with { Id = id }, parameter.Name, value), before, configuration);
        return edit with { Findings = AboutValue(edit.Findings) };
    }

    /// <summary>The value that a parameter has on an alias domain.</summary>
    public static string? ReadFromDomain(string parameter, AliasDomain? domain) =>
        parameter switch
        {
            CatchallDomain => domain?.Name,
            CatchallAlias => domain?.Catchall,
            BounceAlias => domain?.Bounce,
            DefaultFrom => domain?.DefaultFrom,
            _ => throw new ArgumentException(
                $"Parameter {parameter} is not one of the default alias domain.",
                nameof(parameter)
            ),
        };

    private static AliasDomain With(AliasDomain domain, string parameter, string value) =>
        parameter switch
        {
            CatchallDomain => domain with { Name = value },
            CatchallAlias => domain with { Catchall = value },
            BounceAlias => domain with { Bounce = value },
            DefaultFrom => domain with { DefaultFrom = value },
            _ => throw new ArgumentException(
                $"Parameter {parameter} is not one of the default alias domain.",
                nameof(parameter)
            ),
        };

    private static Edit<AliasDomain> Refused(Findings findings) => new(new AliasDomain { Name = "" }, findings);

    // The caller wrote one value; what is wrong on the alias domain is wrong with that.
    private static Findings AboutValue(Findings findings) =>
        findings with
        {
            Errors = [.. findings.Errors.Select(error => error with { Field = "value" })],
            Conflicts = [.. findings.Conflicts.Select(conflict => conflict with { Field = "value" })],
        };
}
