using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>Recognises addresses of the gateway: aliases, catchall, bounce and notification addresses, former ones too.</summary>
public static class OwnAddresses
{
    public static bool IsOurs(GatewayConfiguration configuration, string address) =>
        EmailAddress.TryCreate(address, null, out var parsed)
        && (
            IsCatchall(configuration, parsed)
            || IsBounce(configuration, parsed)
            || FindAliases(configuration, parsed).Count > 0
            || configuration.AliasDomains.Any(domain => domain.NotificationAddress == parsed.Address)
            || (parsed.LocalPart == "mailer-daemon" && DomainsOf(configuration, parsed).Count > 0)
        );

    /// <summary>Whether an address collects replies, or did before and is nothing else by now.</summary>
    public static bool IsCatchall(GatewayConfiguration configuration, EmailAddress address)
    {
        var local = LocalPart(address);
        return DomainsOf(configuration, address)
            .Any(domain =>
                domain.Catchall == local
                || (domain.FormerCatchalls.Contains(local) && !IsCurrent(configuration, domain, local))
            );
    }

    /// <summary>
    /// Whether an address is the return path, or was and is nothing else by now. The tag of a delivery says so whatever became of the
    /// address; of a former return path that was a catchall as well, replies count more than reports without a tag.
    /// </summary>
    public static bool IsBounce(GatewayConfiguration configuration, EmailAddress address)
    {
        var (local, tagged) = (LocalPart(address, VerpTag.Length), Tag(address, VerpTag.Length) is not null);
        return DomainsOf(configuration, address)
            .Any(domain =>
                domain.Bounce == local
                || (
                    domain.FormerBounces.Contains(local)
                    && (tagged || !(IsCurrent(configuration, domain, local) || domain.FormerCatchalls.Contains(local)))
                )
            );
    }

    /// <summary>
    /// The aliases that an address names: by the full address on an alias domain (its current name wins over a former one),
    /// and those that take their local part on any allowed domain (P41).
    /// </summary>
    public static IReadOnlyList<MailAlias> FindAliases(GatewayConfiguration configuration, EmailAddress address)
    {
        var local = LocalPart(address);
        var domains = DomainsOf(configuration, address);
        return
        [
            .. AliasIndex
                .Find(configuration.Aliases, local)
                .Where(alias =>
                    domains.Any(domain => domain.Id == alias.Domain)
                    || (alias.MatchLocalPart && IsAllowed(configuration, address.Domain))
                ),
        ];
    }

    /// <summary>The reply tag in an address's plus part, when it looks like one; whether it is one, its signature says.</summary>
    public static string? Tag(EmailAddress address, int length)
    {
        var plus = address.LocalPart.LastIndexOf('+');
        var tag = plus < 0 ? "" : address.LocalPart[(plus + 1)..];
        return tag.Length == length && Base32.IsEncoded(tag) ? tag : null;
    }

    /// <summary>Alias domains that have a name: by its current name if any has it, else by a former one.</summary>
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

    // Only a tag of ours is taken off: other plus parts belong to the address, as in Odoo.
    private static string LocalPart(EmailAddress address, int tagLength) =>
        Tag(address, tagLength) is { } tag ? address.LocalPart[..^(tag.Length + 1)] : address.LocalPart;
}
