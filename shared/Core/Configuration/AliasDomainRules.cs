using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>Validates an alias domain that is to be stored or deleted (P26, P27, P32, P35).</summary>
public static class AliasDomainRules
{
    /// <summary>
    /// Normalises and validates an alias domain; when it becomes the default, the others cease to be.
    /// </summary>
    /// <param name="wanted">The alias domain as requested, with its id.</param>
    /// <param name="before">The alias domain as it is stored; null when it is new.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    /// <param name="condition">The condition of the edit, with the members that it names.</param>
    public static Edit<AliasDomain> Put(
        AliasDomain wanted,
        AliasDomain? before,
        GatewayConfiguration configuration,
        EditCondition condition
    )
    {
        var others = configuration.AliasDomains.Where(domain => domain.Id != wanted.Id).ToList();
        var isDefault = wanted.IsDefault || before?.IsDefault == true || !others.Any(other => other.IsDefault);
        var domain = FormerAddresses.Keep(Normalise(wanted), before, condition) with { IsDefault = isDefault };
        var findings = new Findings
        {
            Errors = [.. AliasDomainErrors.Of(wanted)],
            Conflicts = [.. Conflicts(domain, others, configuration.Aliases)],
            Warnings =
            [
                .. DefaultWarnings(wanted, before),
                .. AddressWarnings(domain, before, others),
                .. DefaultFromRule.Warnings(domain, [domain, .. others]),
            ],
        };
        var formerDefaults = others.Where(other => isDefault && other.IsDefault);
        return new Edit<AliasDomain>(domain, findings) { Also = [.. formerDefaults.Select(NoDefault)] };
    }

    /// <summary>Why an alias domain cannot be deleted, and what its deletion means for mail.</summary>
    public static Findings Delete(AliasDomain domain, GatewayConfiguration configuration)
    {
        var aliases = configuration.Aliases.Count(alias => alias.Domain == domain.Id);
        var name = domain.Name;
        var conflicts = new List<FieldMessage>();
        if (aliases > 0)
            conflicts.Add(new("id", $"'{name}' still has {aliases} alias(es); remove them first"));
        if (domain.IsDefault && configuration.AliasDomains.Count > 1)
            conflicts.Add(
                new("isDefault", $"'{name}' is the default alias domain; set isDefault on another one first")
            );
        var closes = new FieldMessage("id", $"closes the domain '{name}': mail to it is refused from now on");
        return new Findings { Conflicts = conflicts, Warnings = [closes, .. DeletionWarnings(domain, configuration)] };
    }

    // Notification addresses that are on this alias domain and on no other.
    private static IEnumerable<FieldMessage> DeletionWarnings(AliasDomain domain, GatewayConfiguration configuration)
    {
        var all = configuration.AliasDomains;
        var others = all.Where(other => other.Id != domain.Id).ToList();
        return others
            .SelectMany(other => DefaultFromRule.Warnings(other, others))
            .Except(others.SelectMany(other => DefaultFromRule.Warnings(other, all)));
    }

    /// <summary>The canonical form of <see cref="AliasDomain.DefaultFrom"/>; null when the text is not valid.</summary>
    internal static string? NormaliseFrom(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return LocalParts.Sanitise(text);
        return EmailAddress.TryParse(text, out var address) ? address.Address : null;
    }

    private static ConfigurationChange NoDefault(AliasDomain domain) =>
        new(ConfigurationKinds.AliasDomain, domain.Id, domain with { IsDefault = false });

    private static AliasDomain Normalise(AliasDomain domain) =>
        domain with
        {
            Name = CanonicalDomain(domain.Name),
            Catchall = SanitisedLocalPart(domain.Catchall),
            Bounce = SanitisedLocalPart(domain.Bounce),
            DefaultFrom = NormaliseFrom(domain.DefaultFrom) ?? domain.DefaultFrom,
            FormerNames = [.. domain.FormerNames.Select(CanonicalDomain)],
            FormerCatchalls = [.. domain.FormerCatchalls.Select(SanitisedLocalPart)],
            FormerBounces = [.. domain.FormerBounces.Select(SanitisedLocalPart)],
        };

    private static string CanonicalDomain(string name) => EmailAddress.CanonicalDomain(name) ?? name;

    private static string SanitisedLocalPart(string text) => LocalParts.Sanitise(text) ?? text;

    private static IEnumerable<FieldMessage> Conflicts(
        AliasDomain domain,
        IReadOnlyList<AliasDomain> others,
        IReadOnlyList<MailAlias> aliases
    )
    {
        if (others.FirstOrDefault(other => other.Name == domain.Name) is { } twin)
            yield return new("name", $"'{domain.Name}' is the name of the alias domain '{twin.Id}' already");
        var taken = aliases.Where(alias => alias.Domain == domain.Id).Select(alias => alias.LocalPart).ToHashSet();
        if (taken.Contains(domain.Catchall))
            yield return new("catchall", $"'{domain.Catchall}' is an alias of this domain");
        if (taken.Contains(domain.Bounce))
            yield return new("bounce", $"'{domain.Bounce}' is an alias of this domain");
    }

    private static IEnumerable<FieldMessage> AddressWarnings(
        AliasDomain domain,
        AliasDomain? before,
        IReadOnlyList<AliasDomain> others
    ) =>
        [
            .. before is null ? [] : FormerAddresses.Closed(domain, before),
            .. FormerAddresses.Overtaken(domain, before, others),
            .. before is null ? [] : FormerAddresses.Moved(domain, before),
        ];

    private static IEnumerable<FieldMessage> DefaultWarnings(AliasDomain wanted, AliasDomain? before)
    {
        const string Text = "stays the default alias domain; set isDefault on another one to change that";
        if (before?.IsDefault == true && !wanted.IsDefault)
            yield return new("isDefault", Text);
    }
}
