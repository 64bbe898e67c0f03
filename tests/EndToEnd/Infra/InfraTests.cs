using System.Text.Json.Nodes;
using NCrontab;
using Postern.Core.Configuration;
using Postern.DevHost.Functions;
using Postern.Functions;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>The template of the deployment, held against the code that will run there.</summary>
[Trait("Speed", "Long")]
public sealed class InfraTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "infra");
    private static readonly string[] Modules = Directory.GetFiles(Folder, "*.bicep", SearchOption.AllDirectories);

    [Fact]
    public async Task The_template_compiles_and_lints_without_a_word()
    {
        Assert.Equal("", (await DeployedTemplate.CompiledAsync()).Diagnostics);
        var (output, diagnostics) = await BicepCompiler.RunAsync("lint", DeployedTemplate.Main);
        Assert.Equal("", (output + diagnostics).Trim());
    }

    [Fact]
    public async Task Every_file_is_formatted_as_the_compiler_formats_it()
    {
        // Each run of the compiler takes more than a second: one formats copies of all files.
        var copies = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (var file in Modules.Append(Path.Combine(Folder, "bicepconfig.json")))
            {
                var copy = Path.Combine(copies, Path.GetRelativePath(Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            await BicepCompiler.RunAsync("format", "--pattern", Path.Combine(copies, "**", "*.bicep"));
            foreach (var file in Modules)
            {
                var formatted = await File.ReadAllTextAsync(Path.Combine(copies, Path.GetRelativePath(Folder, file)));
                Assert.Equal(formatted, await File.ReadAllTextAsync(file));
            }
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

    [Fact]
    public async Task No_module_comes_from_a_registry()
    {
        foreach (var file in Modules)
            Assert.DoesNotMatch(@"'(br|ts)[:/]", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Its_queues_tables_and_containers_are_those_of_the_code()
    {
        var template = await DeployedTemplate.DefaultAsync();

        Assert.Equal(
            QueueNames.All.Order(StringComparer.Ordinal),
            template.Names("Microsoft.Storage/storageAccounts/queueServices/queues", "stmail")
        );
        Assert.Equal(
            TableNames.All.Order(StringComparer.Ordinal),
            template.Names("Microsoft.Storage/storageAccounts/tableServices/tables", "stmail")
        );
        // Secrets lie in blobs during development only.
        Assert.Equal(
            ContainerNames.All.Except([ContainerNames.Secrets]).Order(StringComparer.Ordinal),
            template.Names("Microsoft.Storage/storageAccounts/blobServices/containers", "stmail")
        );
    }

    [Fact]
    public async Task The_functions_find_their_queues_schedules_and_connections_in_it()
    {
        var template = await DeployedTemplate.DefaultAsync();
        var (settings, asked) = (template.Settings, new List<string>());
        var functions = FunctionCatalog.Read(
            typeof(RouteInbound).Assembly.GetTypes(),
            name =>
            {
                asked.Add(name);
                return settings.GetValueOrDefault(name);
            },
            []
        );
        var triggers = functions.OfType<QueueFunction>().ToList();

        Assert.Equal(
            QueueNames.Triggers.Order(StringComparer.Ordinal),
            triggers.Select(function => function.Queue).Order(StringComparer.Ordinal)
        );
        Assert.All(triggers, function => Assert.Contains($"{function.Connection}__queueServiceUri", settings.Keys));
        Assert.Equal(["FetchSchedule", "HousekeepingSchedule"], asked.Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            asked,
            name =>
                Assert.NotNull(
                    CrontabSchedule.Parse(settings[name], new CrontabSchedule.ParseOptions { IncludingSeconds = true })
                )
        );
    }

    [Fact]
    public async Task Raw_mail_and_nothing_else_is_purged_by_age_long_after_the_gateway_does()
    {
        var policy = (await DeployedTemplate.DefaultAsync())
            .All("Microsoft.Storage/storageAccounts/managementPolicies")
            .Single();
        var rule = policy["properties"]!["policy"]!["rules"]!.AsArray().Single()!["definition"]!;

        Assert.Equal(
            [ContainerNames.RawMail + "/"],
            rule["filters"]!["prefixMatch"]!.AsArray().Select(prefix => prefix!.GetValue<string>())
        );
        var own = int.Parse(
            ParameterCatalog.Find("mail.raw.days")!.Default!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.InRange(
            rule["actions"]!["baseBlob"]!["delete"]!["daysAfterCreationGreaterThan"]!.GetValue<int>(),
            own * 4,
            36_500
        );
    }

    [Fact]
    public async Task Alerts_ask_for_metrics_that_the_code_measures()
    {
        var rules = (await DeployedTemplate.DefaultAsync()).All("Microsoft.Insights/scheduledQueryRules");

        Assert.Equal(8, rules.Count);
        foreach (var rule in rules)
        {
            var query = rule["properties"]!["criteria"]!["allOf"]!.AsArray().Single()!["query"]!.GetValue<string>();
            var asked = MetricsOf(query);
            Assert.NotEmpty(asked);
            Assert.Empty(asked.Except(Postern.Gateway.Telemetry.MetricNames.All));
            Assert.Empty(TagsOf(query).Except(Postern.Gateway.Telemetry.TagNames.All));
        }
    }

    [Theory]
    [InlineData("server-failing", "postern.server.failing", "> 900", 1)]
    [InlineData("delivery-late", "postern.waiting.late", "> 0", 2)]
    public async Task Mail_that_waits_for_a_server_or_too_long_is_an_alert_of_its_own_by_server(
        string name,
        string metric,
        string limit,
        int severity
    )
    {
        var rules = (await DeployedTemplate.DefaultAsync()).All("Microsoft.Insights/scheduledQueryRules");
        var properties = Assert.Single(
            rules.Select(rule => rule["properties"]!),
            properties => properties["displayName"]!.GetValue<string>() == $"Postern: {name}"
        );
        var query = properties["criteria"]!["allOf"]![0]!["query"]!.GetValue<string>();

        Assert.Equal([metric], MetricsOf(query));
        Assert.Equal(["server"], TagsOf(query));
        Assert.EndsWith(limit, query, StringComparison.Ordinal);
        Assert.Equal(severity, properties["severity"]!.GetValue<int>());
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operating.md"));
        Assert.All(
            rules.Select(rule => rule["properties"]!["displayName"]!.GetValue<string>()["Postern: ".Length..]),
            known => Assert.Contains($"| `{known}` |", page, StringComparison.Ordinal)
        );
    }

    /// <summary>A line for each run would reach the daily cap, beyond which the alerts get no metric either.</summary>
    [Fact]
    public void The_host_logs_no_run_that_went_well()
    {
        var levels = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!["logging"]![
            "logLevel"
        ]!;

        Assert.All(
            ["Function", "Host.Results", "Host.Executor"],
            category => Assert.Equal("Warning", levels[category]?.GetValue<string>())
        );
    }

    [Fact]
    public async Task A_domain_of_ones_own_is_linked_and_sent_from_when_it_is_verified_and_not_before()
    {
        (string, string)[] asked =
        [
            ("emailService", "true"),
            ("emailDomain", "'mail.example.com'"),
            ("emailApplicationId", $"'{DeployedTemplate.Id(8)}'"),
            ("emailApplicationPrincipalId", $"'{DeployedTemplate.Id(9)}'"),
        ];
        var first = await DeployedTemplate.ReadAsync(asked);
        var second = await DeployedTemplate.ReadAsync([.. asked, ("emailDomainVerified", "true")]);
        var trial = await DeployedTemplate.ReadAsync([.. asked.Where(parameter => parameter.Item1 != "emailDomain")]);

        Assert.Equal((0, 0, ""), (Linked(first), Senders(first), first.Settings["DefaultServer__Host"]));
        Assert.Equal(
            (1, 3, "smtp.azurecomm.net"),
            (Linked(second), Senders(second), second.Settings["DefaultServer__Host"])
        );
        Assert.Equal(
            (1, 0, "smtp.azurecomm.net"),
            (Linked(trial), Senders(trial), trial.Settings["DefaultServer__Host"])
        );

        static int Linked(DeployedTemplate template) =>
            template.All("Microsoft.Communication/communicationServices").Single()["properties"]!["linkedDomains"]!
                .AsArray()
                .Count;
        static int Senders(DeployedTemplate template) =>
            template.All("Microsoft.Communication/emailServices/domains/senderUsernames").Count;
    }

    [Theory]
    [InlineData("false", "default")]
    [InlineData("true", "recover")]
    public async Task A_deleted_vault_is_brought_back_when_that_is_asked_for(string asked, string mode)
    {
        var template = await DeployedTemplate.ReadAsync(("recoverVault", asked));

        Assert.Equal(
            mode,
            template.All("Microsoft.KeyVault/vaults").Single()["properties"]!["createMode"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_deployment_fits_the_parameters_file_of_azd()
    {
        var template = JsonNode.Parse((await DeployedTemplate.CompiledAsync()).Output)!;
        var known = template["parameters"]!.AsObject();
        var given = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "infra", "main.parameters.json"))
        )!["parameters"]!.AsObject();

        Assert.Empty(given.Select(parameter => parameter.Key).Except(known.Select(parameter => parameter.Key)));
        Assert.Empty(
            known
                .Where(parameter => parameter.Value!["defaultValue"] is null)
                .Select(parameter => parameter.Key)
                .Except(given.Select(parameter => parameter.Key))
        );
        foreach (var (name, parameter) in given)
            Assert.Equal(
                known[name]!["type"]!
                    .GetValue<string>()
                    .ToLowerInvariant()
                    .Replace("securestring", "string", StringComparison.Ordinal),
                KindOf(parameter!["value"]!)
            );
    }

    private static string KindOf(JsonNode value) =>
        value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "int",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "bool",
            var other => other.ToString(),
        };

    private static IReadOnlyList<string> MetricsOf(string query) =>
        [
            .. System
                .Text.RegularExpressions.Regex.Matches(query, "\"(postern\\.[a-z.]+)\"")
                .Select(match => match.Groups[1].Value),
        ];

    private static IReadOnlyList<string> TagsOf(string query) =>
        [
            .. System
                .Text.RegularExpressions.Regex.Matches(query, @"customDimensions\.([a-z.]+)")
                .Select(match => match.Groups[1].Value),
        ];
}
