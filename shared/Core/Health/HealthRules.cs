using Postern.Contracts.Http;
using Postern.Core.Configuration;

namespace Postern.Core.Health;

/// <summary>What in the configuration and the settings keeps mail from flowing or from being what it should be.</summary>
public static class HealthRules
{
    public static IEnumerable<FieldMessage> Problems(GatewayConfiguration configuration, bool hasPublicUrl)
    {
        if (configuration.AliasDomains.Count == 0)
            yield return new(
                "alias-domains",
                "There is no alias domain: no mail is recognised as ours, and nothing has an address to be answered at."
            );
        if (configuration.DefaultServer is null && !configuration.OutgoingServers.Any(server => server.Active))
            yield return new(
                "outgoing-servers",
                "There is no active outgoing server and no default server: mail waits."
            );
        if (MailModeRules.HeldBecause(configuration) is { } why)
            yield return new("parameters", why);
        foreach (
            var alias in configuration.Aliases.Where(alias =>
                configuration.AliasDomains.All(domain => domain.Id != alias.Domain)
            )
        )
            yield return new(
                "aliases",
                $"The alias '{alias.LocalPart}' is on the alias domain '{alias.Domain}', which is gone."
            );
        if (configuration.Parameters.BulkServer is { } bulk && configuration.OutgoingServer(bulk) is null)
            yield return new("parameters", $"mail.bulk.server names the outgoing server '{bulk}', which is gone.");
        if (!hasPublicUrl)
            yield return new(
                "settings",
                $"The setting {PublicUrl.Setting} is missing: mailings carry no unsubscribe link, which large providers ask for."
            );
    }
}
