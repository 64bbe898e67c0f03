using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
            // The poison queue of a program that reads events with a queue trigger is not the gateway's own.
            QueueNames.All.Append(QueueNames.MailEvents + QueueNames.PoisonSuffix).Order(StringComparer.Ordinal),
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
            var asked = Queries.Metrics(query);
            Assert.NotEmpty(asked);
            Assert.Empty(asked.Except(Postern.Gateway.Telemetry.MetricNames.All));
            Assert.Empty(Queries.Tags(query).Except(Postern.Gateway.Telemetry.TagNames.All));
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

        Assert.Equal([metric], Queries.Metrics(query));
        Assert.Equal(["server"], Queries.Tags(query));
        Assert.EndsWith(limit, query, StringComparison.Ordinal);
        Assert.Equal(severity, properties["severity"]!.GetValue<int>());
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "runbook.md"));
        Assert.All(
            rules.Select(rule => rule["properties"]!["displayName"]!.GetValue<string>()["Postern: ".Length..]),
            known => Assert.Contains($"\n### {known}\n", page, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_workbook_asks_for_metrics_and_dimensions_that_the_code_measures()
    {
        var workbook = (await DeployedTemplate.DefaultAsync()).All("Microsoft.Insights/workbooks").Single();
        var items = JsonNode.Parse(workbook["properties"]!["serializedData"]!.GetValue<string>())!["items"]!.AsArray();
        var queries = items.Select(item => item!["content"]!["query"]?.GetValue<string>()).OfType<string>().ToList();

        Assert.InRange(queries.Count, 10, 30);
        Assert.Equal(
            Postern.Gateway.Telemetry.MetricNames.All.Order(StringComparer.Ordinal),
            queries.SelectMany(Queries.Metrics).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Empty(queries.SelectMany(Queries.Tags).Except(Postern.Gateway.Telemetry.TagNames.All));
        Assert.Equal(items.Count, items.Select(item => item!["name"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal("shared", workbook["kind"]!.GetValue<string>());
    }

    /// <summary>
    /// The host exports what it measures and traces of itself whatever host.json says of levels; unfiltered it would
    /// reach the daily cap, beyond which the alerts get no metric either. That the worker keeps the host from
    /// exporting logs is a test of the worker.
    /// </summary>
    [Fact]
    public async Task What_the_host_says_of_itself_is_sampled_and_filtered_and_what_the_alerts_read_is_kept()
    {
        var template = await DeployedTemplate.DefaultAsync();
        var rule = Assert.Single(template.All("Microsoft.Insights/dataCollectionRules"));
        var kept = rule["properties"]!["dataFlows"]!
            .AsArray()
            .ToDictionary(
                flow => flow!["streams"]!.AsArray().Single()!.GetValue<string>(),
                flow => flow!["transformKql"]!.GetValue<string>()
            );

        Assert.Equal("WorkspaceTransforms", rule["kind"]!.GetValue<string>());
        var prefix = Regex.Match(kept["Microsoft-Table-AppMetrics"], "^source \\| where Name startswith \"(.+)\"$");
        Assert.All(
            Postern.Gateway.Telemetry.MetricNames.All,
            name => Assert.StartsWith(prefix.Groups[1].Value, name, StringComparison.Ordinal)
        );
        Assert.Equal(
            ["AppDependencies", "AppMetrics", "AppPerformanceCounters", "AppTraces"],
            kept.Keys.Select(stream => stream["Microsoft-Table-".Length..]).Order(StringComparer.Ordinal)
        );
        // The workspace is there before the rule that names it, and names the rule afterwards.
        Assert.Equal(
            [false, true],
            template
                .All("Microsoft.OperationalInsights/workspaces")
                .Select(workspace => workspace["properties"]!["defaultDataCollectionRuleResourceId"] is not null)
                .Order()
        );
        Assert.Equal("microsoft.fixed_percentage", template.Settings["OTEL_TRACES_SAMPLER"]);
        Assert.InRange(
            double.Parse(template.Settings["OTEL_TRACES_SAMPLER_ARG"], CultureInfo.InvariantCulture),
            0,
            0.1
        );
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "host.json")))!;
        Assert.Equal("OpenTelemetry", host["telemetryMode"]!.GetValue<string>());
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

        var raised = await DeployedTemplate.ReadAsync([
            .. asked,
            ("emailDomainVerified", "true"),
            ("emailSenders", "['notifications', 'bounce']"),
        ]);

        // Azure refuses other senders than donotreply, and the deployment with them, until somebody has asked for more.
        Assert.Equal((0, 0, "", ""), (Linked(first), Senders(first), Host(first), From(first)));
        Assert.Equal(
            (1, 0, "smtp.azurecomm.net", "DoNotReply@mail.example.com"),
            (Linked(second), Senders(second), Host(second), From(second))
        );
        Assert.Equal((1, 0, "smtp.azurecomm.net"), (Linked(trial), Senders(trial), Host(trial)));
        Assert.StartsWith("[format('DoNotReply@{0}',", From(trial), StringComparison.Ordinal);
        Assert.Equal((2, ""), (Senders(raised), From(raised)));
        Assert.Single(trial.All("Microsoft.EventGrid/systemTopics"));

        static string Host(DeployedTemplate template) => template.Settings["DefaultServer__Host"];
        static string From(DeployedTemplate template) => template.Settings["DefaultServer__From"];

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
}
