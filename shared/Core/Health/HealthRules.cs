using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;

namespace Postern.Core.Health;

/// <summary>Finds what in the configuration and the settings stops mail or spoils it.</summary>
public static class HealthRules
{
    private const string NoDomain =
        "There is no alias domain: no mail is recognised as ours, and nothing has an address to be answered at.";

    private const string NoServer = "There is no active outgoing server and no default server: mail waits.";

    private const string NoPublicUrl =
        $"The setting {PublicUrl.Setting} is missing: mailings carry no unsubscribe link, "
        + "which large providers ask for.";

    public static IEnumerable<FieldMessage> Problems(GatewayConfiguration configuration, bool hasPublicUrl)
    {
        if (configuration.AliasDomains.Count == 0)
            yield return new("alias-domains", NoDomain);
        if (configuration.DefaultServer is null && !configuration.OutgoingServers.Any(server => server.Active))
            yield return new("outgoing-servers", NoServer);
        if (MailModeRules.HeldBecause(configuration) is { } why)
            yield return new("parameters", why);
        foreach (var problem in AliasProblems(configuration))
            yield return problem;
        foreach (var problem in SigningProblems(configuration))
            yield return problem;
        if (configuration.Parameters.BulkServer is { } bulk && configuration.OutgoingServer(bulk) is null)
            yield return new("parameters", $"mail.bulk.server names the outgoing server '{bulk}', which is gone.");
        if (!hasPublicUrl)
            yield return new("settings", NoPublicUrl);
    }

    private static IEnumerable<FieldMessage> SigningProblems(GatewayConfiguration configuration)
    {
        var names = configuration.AliasDomains.Select(domain => domain.Name);
        foreach (var name in names.Where(name => configuration.ActiveDkimKeyOf(name) is null))
        {
            var signing = SendingServers.For(name, configuration).FirstOrDefault(server => server.Sign);
            if (signing is not null)
                yield return new("alias-domains", Unsigned(signing.Id, name));
        }
    }

    private static string Unsigned(string server, string domain) =>
        $"The outgoing server '{server}' is to sign, but {domain} has no active DKIM key: its mail leaves unsigned.";

    private static IEnumerable<FieldMessage> AliasProblems(GatewayConfiguration configuration)
    {
        var domains = configuration.AliasDomains.Select(domain => domain.Id).ToHashSet();
        return configuration
            .Aliases.Where(alias => !domains.Contains(alias.Domain))
            .Select(alias => $"The alias '{alias.LocalPart}' is on the alias domain '{alias.Domain}', which is gone.")
            .Select(text => new FieldMessage("aliases", text));
    }
}
