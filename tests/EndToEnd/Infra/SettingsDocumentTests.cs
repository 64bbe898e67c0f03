using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.DevHost.Functions;
using Postern.Functions;
using Postern.Gateway;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// What the code reads, what docs/settings.md explains, what the sample holds and what the deployment sets are the
/// same settings.
/// </summary>
public sealed partial class SettingsDocumentTests
{
    /// <summary>Read by the Functions host and its tools, not by the app.</summary>
    private static readonly string[] OfThePlatform =
    [
        "AZURE_FUNCTIONS_ENVIRONMENT",
        "AzureWebJobsStorage",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "FUNCTIONS_WORKER_RUNTIME",
        "MailStorage__credential",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
    ];

    /// <summary>
    /// What the sample leaves out: what the host takes for another value than none when it is empty.
    /// </summary>
    private static readonly string[] NotInTheSample =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
    ];

    /// <summary>
    /// What the template leaves out: what belongs to a developer's machine, what Flex Consumption sets itself, and
    /// a collector that it does not make.
    /// </summary>
    private static readonly string[] NotInTheTemplate =
    [
        "AZURE_FUNCTIONS_ENVIRONMENT",
        "AzureWebJobsStorage",
        "FUNCTIONS_WORKER_RUNTIME",
        "MailStorage",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>What only tests change, and what the host reads of host.json.</summary>
    private static readonly List<string> NotToBeSet = [nameof(Timings), "AzureFunctionsJobHost__"];

    private static readonly IReadOnlyList<string> Explained = ReadDocument();

    [Fact]
    public async Task Every_setting_that_is_read_is_explained_and_no_other() =>
        Assert.Equal(
            (await ReadByTheCodeAsync()).Concat(OfThePlatform).Distinct().Order(StringComparer.Ordinal),
            Explained
        );

    [Fact]
    public void The_sample_holds_all_but_what_an_identity_needs() =>
        Assert.Equal(
            Explained
                .Except(NotInTheSample)
                .Where(name =>
                    !name.StartsWith("MailStorage__", StringComparison.Ordinal)
                    && !name.StartsWith("AzureWebJobsStorage__", StringComparison.Ordinal)
                ),
            Sample().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task The_deployment_sets_every_one_of_them_and_no_other() =>
        Assert.Equal(
            Explained.Except(NotInTheTemplate),
            (await DeployedTemplate.DefaultAsync()).Settings.Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task The_gateway_starts_with_the_settings_of_the_sample_and_with_those_of_the_deployment()
    {
        await StartAsync(Environments.Development, Sample());
        await StartAsync(Environments.Production, Deployed(await DeployedTemplate.DefaultAsync()));
    }

    private static async Task<IReadOnlyList<string>> ReadByTheCodeAsync() =>
        [
            .. await StartAsync(Environments.Development, Sample()),
            .. await StartAsync(
                Environments.Production,
                new Dictionary<string, string?>
                {
                    ["KeyVault:Uri"] = "https://vault.example",
                    ["MailStorage:tableServiceUri"] = "https://a.table.example",
                    ["MailStorage:queueServiceUri"] = "https://a.queue.example",
                    ["MailStorage:blobServiceUri"] = "https://a.blob.example",
                    ["DefaultServer:Host"] = "smtp.example.com",
                }
            ),
            .. Schedules(),
        ];

    /// <summary>Makes every service of the gateway and returns the settings that were asked for.</summary>
    private static async Task<IReadOnlyList<string>> StartAsync(
        string environment,
        IReadOnlyDictionary<string, string?> values
    )
    {
        var settings = new RecordingSettings(
            values.ToDictionary(value => value.Key.Replace("__", ":", StringComparison.Ordinal), value => value.Value)
        );
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostern(new ConfigurationBuilder().Add(settings).Build(), new TestHostEnvironment(environment));
        await using var provider = services.BuildServiceProvider();
        var own = services
            .Select(service => service.ServiceType)
            .Where(type => type.Assembly == typeof(GatewayStorage).Assembly)
            .Distinct()
            .ToList();
        Assert.NotEmpty(own.Select(provider.GetRequiredService).ToList());
        return [.. settings.Asked.Where(name => !NotToBeSet.Exists(name.StartsWith))];
    }

    private static List<string> Schedules()
    {
        var names = new List<string>();
        FunctionCatalog.Read(
            typeof(RouteInbound).Assembly.GetTypes(),
            name =>
            {
                names.Add(name);
                return "0 * * * * *";
            },
            []
        );
        return names;
    }

    private static Dictionary<string, string?> Sample() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")))!["Values"]!
            .AsObject()
            .ToDictionary(value => value.Key, value => (string?)value.Value!.GetValue<string>());

    // What Azure answers only when the resources are there is put in as it looks there.
    private static Dictionary<string, string?> Deployed(DeployedTemplate template) =>
        template.Settings.ToDictionary(
            setting => setting.Key,
            setting =>
                setting.Value switch
                {
                    var text when !text.StartsWith('[') => (string?)text,
                    var text
                        when text.Contains("clientId", StringComparison.Ordinal)
                            && !text.Contains("format('ClientId=", StringComparison.Ordinal) => DeployedTemplate.Id(3),
                    var text when text.Contains("connectionString", StringComparison.Ordinal) =>
                        $"InstrumentationKey={DeployedTemplate.Id(4)};IngestionEndpoint=https://example.in.applicationinsights.azure.com/",
                    var text when text.Contains("Authorization=AAD", StringComparison.Ordinal) =>
                        $"ClientId={DeployedTemplate.Id(3)};Authorization=AAD",
                    _ => "https://example.core.windows.net/",
                }
        );

    /// <summary>
    /// The names in the first column of the table; one that begins with <c>__</c> takes the first part of the name
    /// before it.
    /// </summary>
    private static IReadOnlyList<string> ReadDocument()
    {
        var names = new List<string>();
        foreach (
            var row in File.ReadLines(Path.Combine(Repository.Root, "docs", "settings.md"))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        )
        {
            var first = "";
            foreach (Match name in Quoted().Matches(row.Split('|')[1]))
            {
                var text = name.Groups[1].Value;
                if (first.Length == 0)
                    first = text.Split("__")[0];
                names.Add(text.StartsWith("__", StringComparison.Ordinal) ? first + text : text);
            }
        }
        return [.. names.Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
