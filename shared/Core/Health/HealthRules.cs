using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;

namespace Postern.Core.Health;

/// <summary>Finds what stops mail, spoils it or needs a person, and says so in a sentence each.</summary>
public static class HealthRules
{
    private const string NoDomain =
        "There is no alias domain: no mail is recognised as ours, and nothing has an address to be answered at.";

    private const string NoServer = "There is no active outgoing server and no default server: mail waits.";

    private const string NoPublicUrl =
        $"The setting {PublicUrl.Setting} is missing: mailings carry no unsubscribe link, "
        + "which large providers ask for.";

    public static HealthReport Report(HealthFacts facts)
    {
        var configuration = facts.Configuration;
        var drain = DrainStatus.Of(configuration, facts.Running, facts.Now);
        IReadOnlyList<FieldMessage> problems =
        [
            .. DrainText(drain, true),
            .. Problems(configuration, facts.HasPublicUrl),
            .. facts.Servers.SelectMany(ServerProblems.Of),
            .. ServerProblems.Outside(facts.Waiting.Outside(facts.Servers.Select(server => server.Server))),
            .. facts.Mailboxes.SelectMany(mailbox => mailbox.Problems(facts.Now)),
            .. facts.Attention.Select(AttentionProblem),
        ];
        return new HealthReport(true, problems, facts.Attention, facts.Queues)
        {
            Warnings =
            [
                .. DrainText(drain, false),
                .. Warnings(configuration),
                .. facts.Servers.SelectMany(ServerProblems.Warnings),
                .. ServerProblems.Expiring(configuration, facts.Now),
            ],
            Drain = drain,
            Servers = facts.Servers,
            Waiting = facts.Waiting.All,
            Mailboxes = facts.Mailboxes,
        };
    }

    internal static IEnumerable<FieldMessage> Problems(GatewayConfiguration configuration, bool hasPublicUrl)
    {
        if (configuration.AliasDomains.Count == 0)
            yield return new("alias-domains", NoDomain);
        if (configuration.DefaultServer is null && !configuration.OutgoingServers.Any(server => server.Active))
            yield return new("outgoing-servers", NoServer);
        if (MailModeRules.Problem(configuration) is { } why)
            yield return new("parameters", why);
        foreach (var problem in AliasProblems(configuration))
            yield return problem;
        foreach (var problem in SigningProblems(configuration))
            yield return problem;
        if (configuration.Parameters.BulkServer is { } bulk && configuration.OutgoingServer(bulk) is null)
            yield return new("parameters", $"mail.bulk.server names the outgoing server '{bulk}', which is gone.");
        foreach (var warning in BulkWarnings(configuration).Where(warning => warning.Field == "active"))
            yield return warning with
            {
                Field = "parameters",
            };
        if (!hasPublicUrl)
            yield return new("settings", NoPublicUrl);
    }

    // That it ended by itself stops no mail.
    private static IEnumerable<FieldMessage> DrainText(DrainStatus? drain, bool draining) =>
        drain is not null && drain.Draining == draining ? [new("parameters", drain.Text())] : [];

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

    private static IEnumerable<FieldMessage> Warnings(GatewayConfiguration configuration)
    {
        foreach (var warning in BulkWarnings(configuration).Where(warning => warning.Field != "active"))
            yield return warning with
            {
                Field = "parameters",
            };
        var domains = configuration.AliasDomains;
        foreach (var warning in domains.SelectMany(domain => DefaultFromRule.Warnings(domain, domains)))
            yield return new("alias-domains", $"The notification address {warning.Message}.");
    }

    private static IEnumerable<FieldMessage> BulkWarnings(GatewayConfiguration configuration) =>
        configuration.Parameters.BulkServer is { } bulk && configuration.OutgoingServer(bulk) is { } server
            ? BulkServerRule.Warnings(server, configuration.Parameters)
            : [];

    private static FieldMessage AttentionProblem(KeyValuePair<string, int> kind) =>
        new(
            "attention",
            $"{kind.Value} {(kind.Value == 1 ? "item needs" : "items need")} a person, of the kind {kind.Key}: "
                + $"GET /api/attention?kind={kind.Key} lists each with its reason."
        );

    private static IEnumerable<FieldMessage> AliasProblems(GatewayConfiguration configuration)
    {
        var domains = configuration.AliasDomains.Select(domain => domain.Id).ToHashSet();
        return configuration
            .Aliases.Where(alias => !domains.Contains(alias.Domain))
            .Select(alias => $"The alias '{alias.LocalPart}' is on the alias domain '{alias.Domain}', which is gone.")
            .Select(text => new FieldMessage("aliases", text));
    }
}
