using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>
/// The former names and local parts of an alias domain, at which mail still arrives (P35). Every edit adds to them, so
/// that a set-up may run again; one is dropped only by naming the shorter list for a version that was read.
/// </summary>
internal static class FormerAddresses
{
    /// <summary>Adds what the stored alias domain knows, and the values that the edit replaces.</summary>
    /// <param name="wanted">The alias domain as requested, normalised.</param>
    /// <param name="before">The alias domain as it is stored; null when it is new.</param>
    /// <param name="condition">The condition of the edit, with the members that it names.</param>
    public static AliasDomain Keep(AliasDomain wanted, AliasDomain? before, EditCondition condition)
    {
        return wanted with
        {
            FormerNames = Of("formerNames", domain => domain.FormerNames, domain => domain.Name),
            FormerCatchalls = Of("formerCatchalls", domain => domain.FormerCatchalls, domain => domain.Catchall),
            FormerBounces = Of("formerBounces", domain => domain.FormerBounces, domain => domain.Bounce),
        };

        IReadOnlyList<string> Of(
            string member,
            Func<AliasDomain, IReadOnlyList<string>> former,
            Func<AliasDomain, string> current
        )
        {
            IReadOnlyList<string> kept = before is null || condition.Replaces(member) ? [] : former(before);
            IReadOnlyList<string> replaced = before is null ? [] : [current(before)];
            var all = kept.Concat(former(wanted)).Concat(replaced);
            return [.. all.Where(value => value != current(wanted)).Distinct()];
        }
    }

    /// <summary>A warning for each address that the edit closes: mail to it is lost from then on.</summary>
    public static IEnumerable<FieldMessage> Closed(AliasDomain domain, AliasDomain before)
    {
        const string Lost = "mail to it, answers to earlier mail included, is not taken any more";
        foreach (var name in before.FormerNames.Except([.. domain.FormerNames, domain.Name]))
            yield return new("formerNames", $"closes the domain '{name}': {Lost}");
        foreach (var local in before.FormerCatchalls.Except([.. domain.FormerCatchalls, domain.Catchall]))
            yield return new("formerCatchalls", $"closes the former catchall '{local}@{domain.Name}': {Lost}");
        foreach (var local in before.FormerBounces.Except([.. domain.FormerBounces, domain.Bounce]))
            yield return new("formerBounces", $"closes the former return path '{local}@{domain.Name}': {Lost}");
    }

    /// <summary>A warning for each address with which mail leaves otherwise than before.</summary>
    public static IEnumerable<FieldMessage> Moved(AliasDomain domain, AliasDomain before)
    {
        var name = domain.Name;
        if (before.Name != name)
        {
            var dns = $"which needs MX, SPF and DKIM of its own (GET /domains/{name}/dns)";
            yield return new(
                "name",
                $"mail leaves as from '{name}' from now on, {dns}; '{before.Name}' still takes mail"
            );
        }
        if (before.Catchall != domain.Catchall)
            yield return new(
                "catchall",
                $"answers come to '{domain.Catchall}@{name}' from now on; {Open(before.Catchall)}"
            );
        if (before.Bounce != domain.Bounce)
            yield return new("bounce", $"bounces come to '{domain.Bounce}@{name}' from now on; {Open(before.Bounce)}");

        if (before.Name == name && before.NotificationAddress != domain.NotificationAddress)
            yield return new(
                "defaultFrom",
                $"notifications leave from '{domain.NotificationAddress}' from now on, not from '{before.NotificationAddress}'"
            );

        string Open(string local) => $"'{local}@{name}' still takes mail";
    }

    /// <summary>A warning for each former address that gets another use by the edit, which has precedence.</summary>
    public static IEnumerable<FieldMessage> Overtaken(
        AliasDomain domain,
        AliasDomain? before,
        IReadOnlyList<AliasDomain> others
    )
    {
        if (before?.Name != domain.Name && others.FirstOrDefault(IsFormer) is { } other)
        {
            var text = $"'{domain.Name}' is a former name of the alias domain '{other.Id}', whose mail comes here now";
            yield return new("name", text);
        }
        if (before?.Catchall != domain.Catchall && domain.FormerBounces.Contains(domain.Catchall))
            yield return new(
                "catchall",
                $"'{domain.Catchall}' was a return path: late bounces without a tag come here"
            );
        if (before?.Bounce != domain.Bounce && domain.FormerCatchalls.Contains(domain.Bounce))
            yield return new(
                "bounce",
                $"'{domain.Bounce}' was a catchall: answers without a tag are taken for bounces"
            );

        bool IsFormer(AliasDomain other) => other.FormerNames.Contains(domain.Name);
    }
}
