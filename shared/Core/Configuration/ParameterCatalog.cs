using System.Globalization;
using Postern.Contracts.Events;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>All parameters with their defaults and allowed values.</summary>
public static class ParameterCatalog
{
    public static IReadOnlyList<ParameterDefinition> All { get; } =
    [
        new("mail.catchall.domain", null, Domain, OfAliasDomain: true),
        new("mail.catchall.alias", "catchall", LocalPart, OfAliasDomain: true),
        new("mail.bounce.alias", "bounce", LocalPart, OfAliasDomain: true),
        new("mail.default.from", "notifications", LocalPartOrAddress, OfAliasDomain: true),
        new("mail.default.from_filter", null, Filter),
        new("mail.server.selection", "documented", OneOf("documented", "odoo")),
        new("mail.server.failover", "on", OneOf("on", "off")),
        new("mail.bulk.server", null, Any),
        new("mail.mode", "live", OneOf("live", "hold")),
        new("mail.retry.days", "3", Whole(1, 30)),
        new("mail.blacklist.bounces", "5", Whole(1, 1000)),
        new("mail.blacklist.days", "30", Whole(1, 3650)),
        new("mail.blacklist.spread.days", "7", Whole(0, 3650)),
        new("mail.size.max", "25 MB", Size),
        new("mail.gateway.loop.minutes", "120", Whole(1, 525_600)),
        new("mail.gateway.loop.threshold", "20", Whole(1, 1_000_000)),
        new("mail.gateway.loop.scope", "sender", OneOf("sender", "alias")),
        new("mail.gateway.auto", "accept", OneOf("accept", "refuse")),
        new("mail.catchall.domain.allowed", null, Domains),
        new("mail.fetch.minutes", "5", Whole(1, 1440)),
        new("mail.fetch.batch", "200", Whole(1, 10_000)),
        new("mail.reply.strangers", "accept", OneOf("accept", "flag", "hold")),
        new("mail.auth.trusted", null, TrustedServers.Problem),
        new("mail.auth.verify", "when-unknown", OneOf("off", "when-unknown", "always")),
        new("mail.send.inline", "on", OneOf("on", "off")),
        new("mail.queue.batches", "on", OneOf("on", "off")),
        new("mail.raw.days", "90", Whole(1, 36_500)),
        new("mail.bounce.verp", "on", OneOf("on", "off")),
        new("mail.bounce.trust", "tag", OneOf("tag", "message-id")),
        new("mail.events", EventTypes.No, EventSelection.Problem),
        new("mail.events.content", "off", OneOf("on", "off")),
    ];

    private static readonly Dictionary<string, ParameterDefinition> ByName = All.ToDictionary(known => known.Name);

    public static ParameterDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The known name with the smallest edit distance to an unknown one, for the error message.</summary>
    public static string Nearest(string name) => EditDistance.Nearest(name, All.Select(definition => definition.Name));

    private static string? Any(string value) => string.IsNullOrWhiteSpace(value) ? "must not be empty" : null;

    private static string? Filter(string value) =>
        FromFilter.Parse(value) is { Errors: [var error, ..] } ? $"is wrong: {error}" : Any(value);

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

    private static string? Size(string value) =>
        ByteSize.TryParse(value, out _) ? null : "must be a size such as '25 MB'";

    private static Func<string, string?> OneOf(params string[] values)
    {
        var problem = $"must be {string.Join(" or ", values.Select(value => $"'{value}'"))}";
        return value => values.Contains(value) ? null : problem;
    }

    private static Func<string, string?> Whole(int least, int most) =>
        value =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
                ? null
                : $"must be a whole number from {least} to {most}";
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
);
