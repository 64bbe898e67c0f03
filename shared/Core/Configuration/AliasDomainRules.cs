using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>What an alias domain must be like to be saved (P26, P27, P32, P35).</summary>
public static class AliasDomainRules
{
    /// <summary>Puts an alias domain in order, checks it, and takes the default off the others when it is to be the default.</summary>
    /// <param name="wanted">What the administrator asks for, with its id.</param>
    /// <param name="before">The alias domain as it is; null when it is new.</param>
    /// <param name="configuration">All else that there is.</param>
    public static Edit<AliasDomain> Put(AliasDomain wanted, AliasDomain? before, GatewayConfiguration configuration)
    {
        var others = configuration.AliasDomains.Where(domain => domain.Id != wanted.Id).ToList();
        var isDefault = wanted.IsDefault || before?.IsDefault == true || !others.Any(other => other.IsDefault);
        var domain = KeepFormer(Normalise(wanted), before) with { IsDefault = isDefault };
        var findings = new Findings
        {
            Errors = [.. Errors(wanted)],
            Conflicts = [.. Conflicts(domain, others, configuration.Aliases)],
            Warnings = [.. Warnings(wanted, before)],
        };
        return new Edit<AliasDomain>(domain, findings)
        {
            Also = isDefault ? [.. others.Where(other => other.IsDefault).Select(NoDefault)] : [],
        };
    }

    /// <summary>Why an alias domain cannot be removed.</summary>
    public static Findings Delete(AliasDomain domain, GatewayConfiguration configuration)
    {
        var aliases = configuration.Aliases.Count(alias => alias.Domain == domain.Id);
        var conflicts = new List<FieldMessage>();
        if (aliases > 0)
            conflicts.Add(new("id", $"'{domain.Name}' still has {aliases} alias(es); remove them first"));
        if (domain.IsDefault && configuration.AliasDomains.Count > 1)
            conflicts.Add(
                new("isDefault", $"'{domain.Name}' is the default alias domain; set isDefault on another one first")
            );
        return new Findings { Conflicts = conflicts };
    }

    private static ConfigurationChange NoDefault(AliasDomain domain) =>
        new(ConfigurationKinds.AliasDomain, domain.Id, domain with { IsDefault = false });

    private static AliasDomain Normalise(AliasDomain domain) =>
        domain with
        {
            Name = EmailAddress.CanonicalDomain(domain.Name) ?? domain.Name,
            Catchall = LocalParts.Sanitise(domain.Catchall) ?? domain.Catchall,
            Bounce = LocalParts.Sanitise(domain.Bounce) ?? domain.Bounce,
            DefaultFrom = NormaliseFrom(domain.DefaultFrom) ?? domain.DefaultFrom,
            FormerNames = [.. domain.FormerNames.Select(name => EmailAddress.CanonicalDomain(name) ?? name)],
            FormerCatchalls = [.. domain.FormerCatchalls.Select(local => LocalParts.Sanitise(local) ?? local)],
            FormerBounces = [.. domain.FormerBounces.Select(local => LocalParts.Sanitise(local) ?? local)],
        };

    // Mail to an address from before a change is still ours, so what was current is remembered.
    private static AliasDomain KeepFormer(AliasDomain domain, AliasDomain? before) =>
        domain with
        {
            FormerNames = Former(domain.FormerNames, before?.Name, domain.Name),
            FormerCatchalls = Former(domain.FormerCatchalls, before?.Catchall, domain.Catchall),
            FormerBounces = Former(domain.FormerBounces, before?.Bounce, domain.Bounce),
        };

    private static IReadOnlyList<string> Former(IEnumerable<string> known, string? before, string now) =>
        [.. known.Concat(before is null ? [] : [before]).Where(value => value != now).Distinct()];

    private static string? NormaliseFrom(string text) =>
        text.Contains('@', StringComparison.Ordinal)
            ? EmailAddress.TryParse(text, out var address)
                ? address.Address
                : null
            : LocalParts.Sanitise(text);

    private static IEnumerable<FieldMessage> Errors(AliasDomain wanted)
    {
        if (Identifiers.Problem(wanted.Id) is { } problem)
            yield return problem;
        if (!IsDomain(wanted.Name))
            yield return new("name", $"'{wanted.Name}' is not a domain name");
        if (LocalPartProblem("catchall", wanted.Catchall) is { } catchall)
            yield return catchall;
        if (LocalPartProblem("bounce", wanted.Bounce) is { } bounce)
            yield return bounce;
        if (LocalParts.Sanitise(wanted.Catchall) is { } local && local == LocalParts.Sanitise(wanted.Bounce))
            yield return new("bounce", "must differ from the catchall: a reply is not a bounce");
        if (NormaliseFrom(wanted.DefaultFrom) is null)
            yield return new("defaultFrom", $"'{wanted.DefaultFrom}' is neither a local part nor an e-mail address");
        if (wanted.FormerNames.FirstOrDefault(name => !IsDomain(name)) is { } name)
            yield return new("formerNames", $"'{name}' is not a domain name");
        if (FirstUnusable(wanted.FormerCatchalls) is { } formerCatchall)
            yield return new("formerCatchalls", $"'{formerCatchall}' is not a local part");
        if (FirstUnusable(wanted.FormerBounces) is { } formerBounce)
            yield return new("formerBounces", $"'{formerBounce}' is not a local part");
    }

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

    private static IEnumerable<FieldMessage> Warnings(AliasDomain wanted, AliasDomain? before)
    {
        if (before?.IsDefault == true && !wanted.IsDefault)
            yield return new(
                "isDefault",
                "stays the default alias domain; set isDefault on another one to change that"
            );
    }

    private static bool IsDomain(string name) =>
        EmailAddress.CanonicalDomain(name) is { } domain && Uri.CheckHostName(domain) == UriHostNameType.Dns;

    private static FieldMessage? LocalPartProblem(string field, string text)
    {
        if (LocalParts.Sanitise(text) is not { } local || LocalParts.Problem(local) is not null)
            return new(field, $"'{text}' is not a local part");
        // What follows a plus sign is the tag of a reply or of a return path.
        return local.Contains('+', StringComparison.Ordinal)
            ? new(field, "must not hold '+', which begins a tag")
            : null;
    }

    private static string? FirstUnusable(IEnumerable<string> localParts) =>
        localParts.FirstOrDefault(local => LocalParts.Sanitise(local) is null);
}
