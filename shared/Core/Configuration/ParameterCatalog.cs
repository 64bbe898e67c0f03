using System.Globalization;
using Postern.Contracts.Events;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>All parameters with their defaults and allowed values.</summary>
public static class ParameterCatalog
{
    // A hundred years.
    private const int MostDays = 36_500;

    public static IReadOnlyList<ParameterDefinition> All { get; } =
    [
        new("mail.catchall.domain", null, Domain, OfAliasDomain: true),
        new("mail.catchall.alias", "catchall", LocalPart, OfAliasDomain: true),
        new("mail.bounce.alias", "bounce", LocalPart, OfAliasDomain: true),
        new("mail.default.from", "notifications", LocalPartOrAddress, OfAliasDomain: true),
        new("mail.default.from_filter", null, Filter),
        Choice("mail.server.selection", "documented", "documented", "odoo"),
        Choice("mail.server.failover", "on", "on", "off"),
        new("mail.bulk.server", null, Any),
        Choice(ParameterRules.Mode, "live", "live", "hold", "redirect", "allowlist", MailDrain.Mode),
        new(ParameterRules.RedirectTo, null, Address),
        new(ParameterRules.Allowlist, null, Recipients),
        Whole("mail.retry.days", "3", 1, 30),
        Whole("mail.blacklist.bounces", "5", 1, 1000),
        Whole("mail.blacklist.days", "30", 1, 3650),
        Whole("mail.blacklist.spread.days", "7", 0, 3650),
        new("mail.size.max", "25 MB", Size),
        Whole("mail.gateway.loop.minutes", "120", 1, 525_600),
        Whole("mail.gateway.loop.threshold", "20", 1, 1_000_000),
        Choice("mail.gateway.loop.scope", "sender", "sender", "alias"),
        Choice("mail.gateway.auto", "accept", "accept", "refuse"),
        new("mail.catchall.domain.allowed", null, Domains),
        Whole("mail.fetch.minutes", "5", 1, 1440),
        Whole("mail.fetch.batch", "200", 1, 10_000),
        Choice("mail.reply.strangers", "accept", "accept", "flag", "hold"),
        new("mail.auth.trusted", null, TrustedServers.Problem),
        Choice("mail.auth.verify", "when-unknown", "off", "when-unknown", "always"),
        Choice("mail.send.inline", "on", "on", "off"),
        Choice("mail.queue.batches", "on", "on", "off"),
        Whole(ParameterRules.RawDays, "90", 1, MostDays),
        Whole(ParameterRules.ThreadDays, null, 1, MostDays),
        Whole(ParameterRules.PeopleDays, null, 1, MostDays),
        Whole(ParameterRules.JournalDays, null, 1, MostDays),
        Choice("mail.bounce.verp", "on", "on", "off"),
        Choice("mail.bounce.trust", "tag", "tag", "message-id"),
        new("mail.events", EventTypes.No, EventSelection.Problem),
        Choice("mail.events.content", "off", "on", "off"),
    ];

    private static readonly Dictionary<string, ParameterDefinition> ByName = All.ToDictionary(known => known.Name);

    public static ParameterDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The known name with the smallest edit distance to an unknown one, for the error message.</summary>
    public static string Nearest(string name) => EditDistance.Nearest(name, All.Select(definition => definition.Name));

    private static string? Any(string value) => string.IsNullOrWhiteSpace(value) ? "must not be empty" : null;

    private static string? Filter(string value) =>
        FromFilter.Parse(value) is { Errors: [var error, ..] } ? $"is wrong: {error}" : Any(value);

    private static string? Recipients(string value) =>
        value.AsSpan().Trim([' ', ',']).Length == 0
            ? "must be a comma-separated list of addresses and domains"
            : Filter(value);

    private static string? Domain(string value) => DomainNames.Problem(value);

    private static string? Domains(string value)
    {
        var parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return "must be a comma-separated list of domain names";
        var wrong = parts.FirstOrDefault(part => Domain(part) is not null);
        return wrong is null ? null : $"must be a comma-separated list; '{wrong}' {Domain(wrong)}";
    }

    private static string? LocalPart(string value) => LocalParts.Problem(value);

    private static string? LocalPartOrAddress(string value)
    {
        if (!value.Contains('@', StringComparison.Ordinal))
            return LocalPart(value);
        return EmailAddress.TryParse(value, out _) ? null : "must be a local part or an e-mail address";
    }

    private static string? Address(string value) =>
        EmailAddress.TryParse(value, out _) ? null : "must be an e-mail address";

    private static string? Size(string value) =>
        ByteSize.TryParse(value, out _) ? null : "must be a size such as '25 MB'";

    private static ParameterDefinition Choice(string name, string normal, params string[] values)
    {
        var problem = $"must be {string.Join(" or ", values.Select(value => $"'{value}'"))}";
        return new(name, normal, value => values.Contains(value) ? null : problem) { Choices = values };
    }

    private static ParameterDefinition Whole(string name, string? normal, int least, int most)
    {
        var problem = $"must be a whole number from {least} to {most}";
        return new(name, normal, value => IsWhole(value, least, most) ? null : problem) { Least = least, Most = most };
    }

    private static bool IsWhole(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most;
}

/// <summary>A parameter of the gateway.</summary>
/// <param name="Name">Name, for example <c>mail.gateway.loop.minutes</c>.</param>
/// <param name="Default">Value when none is stored; null = unset.</param>
/// <param name="Problem">Returns what is wrong with a value, or null when it is valid.</param>
/// <param name="OfAliasDomain">Whether the parameter is a property of the default alias domain.</param>
public sealed record ParameterDefinition(
    string Name,
    string? Default,
    Func<string, string?> Problem,
    bool OfAliasDomain = false
)
{
    /// <summary>The values that it may have, if these are few words.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The smallest value, if it is a number.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest value, if it is a number.</summary>
    public int? Most { get; init; }
}
