using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>
/// Recognises the gateway's own addresses: aliases, catchall, bounce and notification addresses, current and former
/// ones.
/// </summary>
public static class OwnAddresses
{
    /// <summary>Whether an address belongs to the gateway.</summary>
    public static bool IsOurs(GatewayConfiguration configuration, string address) =>
        EmailAddress.TryCreate(address, null, out var parsed) && IsOurs(configuration, parsed);

    /// <summary>Whether an address belongs to the gateway.</summary>
    public static bool IsOurs(GatewayConfiguration configuration, EmailAddress address) =>
        IsCatchall(configuration, address)
        || IsBounce(configuration, address)
        || FindAliases(configuration, address).Count > 0
        || configuration.AliasDomains.Any(domain => domain.NotificationAddress == address.Address)
        || configuration.DefaultServerFrom == address.Address
        || (address.LocalPart == "mailer-daemon" && DomainsOf(configuration, address).Count > 0);

    /// <summary>Whether an address is a catchall, or a former one that has no other use now.</summary>
    public static bool IsCatchall(GatewayConfiguration configuration, EmailAddress address)
    {
        var local = LocalPart(address);
        return DomainsOf(configuration, address).Any(IsCatchallOf);

        bool IsCatchallOf(AliasDomain domain) =>
            domain.Catchall == local
            || (domain.FormerCatchalls.Contains(local) && !IsCurrent(configuration, domain, local));
    }

    /// <summary>
    /// Whether an address is a return path, or a former one that has no other use now. With the tag of a delivery a
    /// former return path always counts; without one, a former return path that was also a catchall counts as the
    /// catchall.
    /// </summary>
    public static bool IsBounce(GatewayConfiguration configuration, EmailAddress address)
    {
        var local = LocalPart(address, VerpTag.Length);
        var isTagged = Tag(address, VerpTag.Length) is not null;
        return DomainsOf(configuration, address).Any(IsBounceOf);

        bool IsBounceOf(AliasDomain domain) =>
            domain.Bounce == local || (domain.FormerBounces.Contains(local) && (isTagged || !HasOtherUse(domain)));

        bool HasOtherUse(AliasDomain domain) =>
            IsCurrent(configuration, domain, local) || domain.FormerCatchalls.Contains(local);
    }

    /// <summary>
    /// The aliases of an address: those on its alias domain (by its current name before a former one), and those that
    /// match its local part on any allowed domain (P41).
    /// </summary>
    public static IReadOnlyList<MailAlias> FindAliases(GatewayConfiguration configuration, EmailAddress address)
    {
        var domains = DomainsOf(configuration, address);
        return [.. AliasIndex.Find(configuration.Aliases, LocalPart(address)).Where(Matches)];

        bool Matches(MailAlias alias) =>
            domains.Any(domain => domain.Id == alias.Domain)
            || (alias.MatchLocalPart && IsAllowed(configuration, address.Domain));
    }

    /// <summary>
    /// The part after the plus sign of an address, if it has the form of a tag of that length. Its signature is not
    /// verified.
    /// </summary>
    public static string? Tag(EmailAddress address, int length)
    {
        var plus = address.LocalPart.LastIndexOf('+');
        var tag = plus < 0 ? "" : address.LocalPart[(plus + 1)..];
        return tag.Length == length && Base32.IsEncoded(tag) ? tag : null;
    }

    /// <summary>
    /// The alias domains of an address: those with that current name, or else those with that former name.
    /// </summary>
    public static IReadOnlyList<AliasDomain> DomainsOf(GatewayConfiguration configuration, EmailAddress address)
    {
        var current = configuration.AliasDomains.Where(domain => domain.Name == address.Domain).ToList();
        return current.Count > 0
            ? current
            : [.. configuration.AliasDomains.Where(domain => domain.FormerNames.Contains(address.Domain))];
    }

    private static bool IsCurrent(GatewayConfiguration configuration, AliasDomain domain, string local) =>
        domain.Catchall == local
        || domain.Bounce == local
        || AliasIndex.Find(configuration.Aliases, local).Any(alias => alias.Domain == domain.Id);

    private static bool IsAllowed(GatewayConfiguration configuration, string domain)
    {
        var allowed = configuration.Parameters.AllowedDomains;
        return allowed.Count == 0
            || allowed.Contains(domain)
            || configuration.AliasDomains.Any(own => own.Name == domain);
    }

    private static string LocalPart(EmailAddress address) => LocalPart(address, ReplyTag.Length);

    // Only a tag of the gateway is removed: any other plus part belongs to the address, as in Odoo.
    private static string LocalPart(EmailAddress address, int tagLength) =>
        Tag(address, tagLength) is { } tag ? address.LocalPart[..^(tag.Length + 1)] : address.LocalPart;
}
