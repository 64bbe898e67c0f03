using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Configuration;

/// <summary>
/// The notification address should be on an alias domain: elsewhere, answers and bounces that go to it do not come
/// here.
/// </summary>
internal static class DefaultFromRule
{
    /// <summary>
    /// A warning when the notification address of an alias domain is on none of ours, former names included.
    /// </summary>
    /// <param name="domain">The alias domain.</param>
    /// <param name="all">All alias domains, this one among them.</param>
    public static IEnumerable<FieldMessage> Warnings(AliasDomain domain, IReadOnlyList<AliasDomain> all)
    {
        if (!EmailAddress.TryParse(domain.DefaultFrom, out var from) || all.Any(other => Has(other, from.Domain)))
            yield break;
        var text =
            $"'{from.Address}' is on none of the alias domains: what is answered or bounced to it does not come here, "
            + $"and servers that send for '{domain.Name}' may not send for it";
        yield return new("defaultFrom", text);
    }

    private static bool Has(AliasDomain domain, string name) =>
        domain.Name == name || domain.FormerNames.Contains(name);
}
