using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Gateway.Storage;

namespace Postern.Tests.Infra;

/// <summary>No shared key, no secret that is shown, and no right beyond what is used.</summary>
[Trait("Speed", "Long")]
public sealed partial class InfraSecurityTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private static readonly string Program = DeployedTemplate.Id(7);

    /// <summary>Azure's built-in roles, by what they are called.</summary>
    private static readonly IReadOnlyDictionary<string, string> Roles = new Dictionary<string, string>
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["e147488a-f6f5-4113-8e2d-b22465e65bf6"] = "Key Vault Crypto Service Encryption User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["d5a91429-5739-47e2-a06b-3470a27159e7"] = "EventGrid Data Sender",
        ["09976791-48a7-449e-bb21-39d1a415f350"] = "Communication and Email Service Owner",
    };

    private static readonly string[] Least =
    [
        "Key Vault Secrets Officer on kv",
        "Monitoring Metrics Publisher on appi",
        "Storage Blob Data Contributor on stmail",
        "Storage Blob Data Owner on sthost",
        "Storage Queue Data Contributor on stmail",
        "Storage Table Data Contributor on stmail",
    ];

    [Fact]
    public async Task The_app_has_the_rights_that_it_uses_and_no_other() =>
        Assert.Equal(Least, Granted(await DeployedTemplate.DefaultAsync()));

    [Fact]
    public async Task A_program_may_put_messages_and_read_events_as_a_queue_trigger_does_and_nothing_else()
    {
        var template = await DeployedTemplate.ReadAsync(("programPrincipalIds", $"['{Program}']"));

        Assert.Equal(
            [
                $"Storage Queue Data Contributor on {QueueNames.MailEvents}",
                $"Storage Queue Data Contributor on {QueueNames.MailEvents}{QueueNames.PoisonSuffix}",
                $"Storage Queue Data Message Sender on {QueueNames.InboundMail}",
                $"Storage Queue Data Message Sender on {QueueNames.OutboundBulk}",
                $"Storage Queue Data Message Sender on {QueueNames.OutboundMail}",
                $"Storage Queue Data Message Sender on {QueueNames.ThreadPosts}",
            ],
            Granted(template).Except(Least)
        );
    }

    [Fact]
    public async Task The_mail_service_and_a_key_of_ones_own_each_bring_one_right()
    {
        var template = await DeployedTemplate.ReadAsync(
            ("ownWrappingKey", "true"),
            ("emailService", "true"),
            ("emailDomain", "'mail.example.com'"),
            ("emailDomainVerified", "true"),
            ("emailApplicationId", $"'{DeployedTemplate.Id(8)}'"),
            ("emailApplicationPrincipalId", $"'{DeployedTemplate.Id(9)}'")
        );

        Assert.Equal(
            [
                "Communication and Email Service Owner on acs",
                "Key Vault Crypto Service Encryption User on mail-wrapping",
            ],
            Granted(template).Except(Least)
        );
        Assert.Equal(
            ("smtp.azurecomm.net", "587", "StartTls"),
            (
                template.Settings["DefaultServer__Host"],
                template.Settings["DefaultServer__Port"],
                template.Settings["DefaultServer__Security"]
            )
        );
        Assert.Equal(
            "Microsoft.Keyvault",
            template
                .All(Account)
                .Single(account => DeployedTemplate.Name(account).StartsWith("stmail", StringComparison.Ordinal))[
                "properties"
            ]!["encryption"]!["keySource"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Whoever_deploys_gets_roles_on_data_only_where_that_is_asked_for()
    {
        var principal = ("principalId", $"'{DeployedTemplate.Id(6)}'");
        var before = await DeployedTemplate.ReadAsync(principal);
        var template = await DeployedTemplate.ReadAsync(principal, ("deployerRoles", "true"));

        Assert.Empty(Granted(before, "User"));
        Assert.Equal(
            [
                "Key Vault Secrets Officer on kv",
                "Storage Queue Data Contributor on stmail",
                "Storage Table Data Contributor on stmail",
            ],
            Granted(template, "User")
        );
        Assert.Equal(Least, Granted(template));
    }

    [Fact]
    public async Task A_topic_brings_the_right_to_send_to_it_and_takes_no_key()
    {
        var template = await DeployedTemplate.ReadAsync(("eventTopic", "true"));

        Assert.Equal(["EventGrid Data Sender on evgt"], Granted(template).Except(Least));
        var topic = template.All("Microsoft.EventGrid/topics").Single();
        Assert.Equal(("True", "CloudEventSchemaV1_0"), (Value(topic, "disableLocalAuth"), Value(topic, "inputSchema")));
        Assert.NotEqual("", template.Settings["EventGrid__TopicEndpoint"]);
    }

    [Fact]
    public async Task Neither_storage_nor_telemetry_takes_a_shared_key()
    {
        var template = await DeployedTemplate.DefaultAsync();

        Assert.Equal(2, template.All(Account).Count);
        Assert.All(
            template.All(Account),
            account =>
            {
                Assert.Equal(
                    ("False", "False", "True", "TLS1_2"),
                    (
                        Value(account, "allowSharedKeyAccess"),
                        Value(account, "allowBlobPublicAccess"),
                        Value(account, "supportsHttpsTrafficOnly"),
                        Value(account, "minimumTlsVersion")
                    )
                );
            }
        );
        Assert.Equal("True", Value(template.All("Microsoft.Insights/components").Single(), "DisableLocalAuth"));
        Assert.All(
            template.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            policy => Assert.Equal("False", Value(policy, "allow"))
        );
        Assert.DoesNotContain("listKeys", template.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_vault_is_opened_by_roles_and_cannot_be_purged()
    {
        var vault = (await DeployedTemplate.DefaultAsync()).All("Microsoft.KeyVault/vaults").Single();

        Assert.Equal(
            ("True", "True", "90"),
            (
                Value(vault, "enableRbacAuthorization"),
                Value(vault, "enablePurgeProtection"),
                Value(vault, "softDeleteRetentionInDays")
            )
        );
    }

    [Fact]
    public async Task No_output_holds_a_secret()
    {
        var template = JsonNode.Parse((await DeployedTemplate.CompiledAsync()).Output)!;
        var outputs = template["outputs"]!.AsObject();

        Assert.NotEmpty(outputs);
        Assert.All(
            outputs,
            output =>
                Assert.DoesNotMatch(
                    "(?i)password|secret|key\\b|connectionString|listKeys",
                    output.Value!["value"]!.GetValue<string>()
                )
        );
    }

    [Fact]
    public async Task A_password_that_is_given_becomes_a_reference()
    {
        var settings = (
            await DeployedTemplate.ReadAsync(
                ("defaultServerPassword", "'hunter2hunter2'"),
                ("mailgunSigningKey", "'hunter2hunter3'")
            )
        ).Settings;
        Assert.DoesNotContain("hunter2", string.Concat(settings.Values), StringComparison.Ordinal);
        Assert.All(
            ["DefaultServer__Password", "Mailgun__SigningKey"],
            name => Assert.Contains("@Microsoft.KeyVault(SecretUri=", settings[name], StringComparison.Ordinal)
        );
    }

    private static string Value(JsonObject resource, string property) =>
        resource["properties"]![property]!.ToString() switch
        {
            "true" => "True",
            "false" => "False",
            var other => other,
        };

    /// <summary>
    /// Every right that is given, as "role on resource"; the resource by the first part of its name, or by its
    /// whole one where
    /// the code names it.
    /// </summary>
    private static IReadOnlyList<string> Granted(DeployedTemplate template, string to = "ServicePrincipal") =>
        [
            .. template
                .All("Microsoft.Authorization/roleAssignments")
                .Where(assignment => assignment["properties"]!["principalType"]!.GetValue<string>() == to)
                .Select(assignment => $"{Role(assignment)} on {Scope(assignment)}")
                .Order(StringComparer.Ordinal),
        ];

    private static string Role(JsonObject assignment)
    {
        var id = assignment["properties"]!["roleDefinitionId"]!.GetValue<string>();
        return Roles.Single(role => id.Contains(role.Key, StringComparison.Ordinal)).Value;
    }

    private static string Scope(JsonObject assignment)
    {
        // The id begins with what the right is on, written out or as an expression of it.
        var scope = assignment["id"]!.GetValue<string>().Split("Microsoft.Authorization/roleAssignments")[0];
        var name = LastName().Matches(scope).Last(part => part.Value != "providers").Value;
        string[] made = ["stmail", "sthost", "kv-", "appi-", "acs-", "evgt-"];
        return made.FirstOrDefault(begin => name.StartsWith(begin, StringComparison.Ordinal))?.TrimEnd('-') ?? name;
    }

    [GeneratedRegex("[A-Za-z0-9-]+")]
    private static partial Regex LastName();
}
