using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>
/// Validates a parameter's value that is to be stored. Four parameters are properties of the default alias domain.
/// </summary>
public static class ParameterRules
{
    public const string CatchallDomain = "mail.catchall.domain";
    public const string CatchallAlias = "mail.catchall.alias";
    public const string BounceAlias = "mail.bounce.alias";
    public const string DefaultFrom = "mail.default.from";
    public const string BulkServer = "mail.bulk.server";
    public const string Mode = "mail.mode";
    public const string RedirectTo = "mail.redirect.to";
    public const string Allowlist = "mail.allowlist";
    public const string RawDays = "mail.raw.days";
    public const string ThreadDays = "mail.threads.days";
    public const string PeopleDays = "mail.people.days";
    public const string JournalDays = "mail.journal.days";

    public static Edit<string> Put(ParameterDefinition parameter, string value, GatewayConfiguration configuration)
    {
        var problem = parameter.Problem(value) ?? Conflict(parameter.Name, value, configuration);
        var findings = problem is null
            ? new Findings { Warnings = [.. Warnings(parameter, value, configuration)] }
            : new Findings { Errors = [new("value", problem)] };
        return new Edit<string>(value, findings) { Also = parameter.Name == Mode ? [.. WithMode(configuration)] : [] };
    }

    /// <summary>Whether a parameter may be reset to its default, and what that deletes.</summary>
    public static Findings Reset(ParameterDefinition parameter, GatewayConfiguration configuration)
    {
        var needs = NeededBy(configuration.Parameters[Mode]);
        return needs == parameter.Name
            ? new Findings { Conflicts = [new("value", $"is needed while {Mode} is {configuration.Parameters[Mode]}")] }
            : Findings.None.Warn(ResetWarnings(parameter.Name, configuration));
    }

    internal static IEnumerable<FieldMessage> ResetWarnings(string parameter, GatewayConfiguration configuration) =>
        RetentionWarnings.OfReset(parameter, configuration.Parameters).Select(text => new FieldMessage("value", text));

    private static string? Conflict(string parameter, string value, GatewayConfiguration configuration) =>
        parameter switch
        {
            BulkServer when configuration.OutgoingServer(value) is null =>
                $"must be the id of an outgoing server; there is no '{value}'",
            Mode when NeededBy(value) is { } needed && configuration.Parameters[needed] is null =>
                $"cannot be '{value}' while {needed} is unset: set {needed} first",
            // The mail would come in again.
            RedirectTo when OwnAddresses.IsOurs(configuration, value) =>
                $"must not be an address of the gateway's own, as '{value}' is",
            _ => null,
        };

    private static string? NeededBy(string? mode) =>
        mode switch
        {
            "redirect" => RedirectTo,
            "allowlist" => Allowlist,
            _ => null,
        };

    private static IEnumerable<ConfigurationChange> WithMode(GatewayConfiguration configuration)
    {
        // An administrator who sets the mode in a copied environment has decided whether its mail is sent.
        yield return new(ConfigurationKinds.Origin, StorageOrigin.Row, configuration.Origin.Account);
        if (configuration.Drain is not null)
            yield return new(ConfigurationKinds.Drain, MailDrain.Row, null);
    }

    /// <summary>Sets a parameter that is a property of the default alias domain.</summary>
    /// <param name="parameter">A parameter with <see cref="ParameterDefinition.OfAliasDomain"/>.</param>
    /// <param name="value">The new value.</param>
    /// <param name="id">Id of the default alias domain, or of the one to create.</param>
    /// <param name="before">The default alias domain; null when there is none.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    public static Edit<AliasDomain> PutOnDomain(
        ParameterDefinition parameter,
        string value,
        string id,
        AliasDomain? before,
        GatewayConfiguration configuration
    )
    {
        if (before is null && parameter.Name != CatchallDomain)
        {
            var conflict = new FieldMessage("value", $"There is no alias domain yet; set {CatchallDomain} first.");
            return Refused(new Findings { Conflicts = [conflict] });
        }
        if (parameter.Problem(value) is { } problem)
            return Refused(new Findings { Errors = [new("value", problem)] });
        var current = before ?? new AliasDomain { Name = value, IsDefault = true };
        var wanted = With(current with { Id = id }, parameter.Name, value);
        var edit = AliasDomainRules.Put(wanted, before, configuration, EditCondition.None);
        return edit with { Findings = AboutValue(edit.Findings) };
    }

    /// <summary>Reads the value of a parameter from an alias domain.</summary>
    public static string? ReadFromDomain(string parameter, AliasDomain? domain) =>
        parameter switch
        {
            CatchallDomain => domain?.Name,
            CatchallAlias => domain?.Catchall,
            BounceAlias => domain?.Bounce,
            DefaultFrom => domain?.DefaultFrom,
            _ => throw NotOfAliasDomain(parameter),
        };

    private static IEnumerable<FieldMessage> Warnings(
        ParameterDefinition parameter,
        string value,
        GatewayConfiguration configuration
    ) =>
        parameter.Name == BulkServer && configuration.OutgoingServer(value) is { } server
            ? BulkServerRule
                .Warnings(server, configuration.Parameters)
                .Select(warning => warning with { Field = "value" })
            : RetentionWarnings
                .Of(parameter.Name, value, configuration.Parameters)
                .Select(text => new FieldMessage("value", text));

    private static AliasDomain With(AliasDomain domain, string parameter, string value) =>
        parameter switch
        {
            CatchallDomain => domain with { Name = value },
            CatchallAlias => domain with { Catchall = value },
            BounceAlias => domain with { Bounce = value },
            DefaultFrom => domain with { DefaultFrom = value },
            _ => throw NotOfAliasDomain(parameter),
        };

    private static ArgumentException NotOfAliasDomain(string parameter) =>
        new($"Parameter {parameter} is not one of the default alias domain.", nameof(parameter));

    private static Edit<AliasDomain> Refused(Findings findings) => new(new AliasDomain { Name = "" }, findings);

    // The caller set a single value, so what is found in any field of the alias domain is about that value.
    private static Findings AboutValue(Findings findings) =>
        findings with
        {
            Errors = [.. findings.Errors.Select(error => error with { Field = "value" })],
            Conflicts = [.. findings.Conflicts.Select(conflict => conflict with { Field = "value" })],
            Warnings = [.. findings.Warnings.Select(warning => warning with { Field = "value" })],
        };
}
