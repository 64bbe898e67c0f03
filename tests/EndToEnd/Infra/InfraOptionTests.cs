using System.Text.Json.Nodes;

namespace Postern.Tests.Infra;

/// <summary>What the options of the template add, and that they add nothing where they are not asked for.</summary>
[Trait("Speed", "Long")]
public sealed class InfraOptionTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string Logs = "Microsoft.Insights/diagnosticSettings";

    [Fact]
    public async Task Storage_is_in_three_zones_where_the_region_has_zones()
    {
        var without = await DeployedTemplate.ReadAsync(("location", "'westus'"));
        var asked = await DeployedTemplate.ReadAsync(
            ("mailStorageSku", "'Standard_GZRS'"),
            ("hostStorageSku", "'Standard_LRS'")
        );

        Assert.Equal(["Standard_ZRS", "Standard_ZRS"], Skus(await DeployedTemplate.DefaultAsync()));
        Assert.Equal(["Standard_LRS", "Standard_LRS"], Skus(without));
        Assert.Equal(["Standard_LRS", "Standard_GZRS"], Skus(asked));

        static IEnumerable<string> Skus(DeployedTemplate template) =>
            template
                .All(Account)
                .OrderBy(DeployedTemplate.Name, StringComparer.Ordinal)
                .Select(account => account["sku"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_private_network_closes_storage_and_vault_to_all_but_its_endpoints()
    {
        var open = await DeployedTemplate.DefaultAsync();
        var closed = await DeployedTemplate.ReadAsync(("vnetEnabled", "true"), ("vnetAddressPrefix", "'10.7.0.0/16'"));

        Assert.DoesNotContain(open.Types, type => type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Equal(["Enabled"], Access(open).Distinct());
        Assert.Equal(["Disabled", "Disabled", "Disabled"], Access(closed));
        Assert.Equal(
            ["kv vault", "sthost blob", "sthost queue", "sthost table", "stmail blob", "stmail queue", "stmail table"],
            closed.All("Microsoft.Network/privateEndpoints").Select(Leads).Order(StringComparer.Ordinal)
        );
        // Their names end as those of the cloud that the template is deployed to.
        var zones = closed.All("Microsoft.Network/privateDnsZones").Select(DeployedTemplate.Name);
        Assert.All(
            ["blob", "queue", "table", "vaultcore"],
            name => Assert.Single(zones, zone => zone.Contains(name, Ordinal))
        );
        Assert.Equal(4, closed.All("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        Assert.Equal(7, closed.All("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count);
        var subnets = closed.All("Microsoft.Network/virtualNetworks").Single()["properties"]!["subnets"]!.AsArray();
        Assert.Equal(
            ["10.7.0.0/24", "10.7.1.0/24"],
            subnets.Select(subnet => subnet!["properties"]!["addressPrefix"]!.GetValue<string>())
        );
        Assert.Equal(
            "Microsoft.App/environments",
            subnets[0]!["properties"]!["delegations"]![0]!["properties"]!["serviceName"]!.GetValue<string>()
        );
        Assert.NotNull(subnets[0]!["properties"]!["natGateway"]!["id"]);
        Assert.Contains("appSubnetId", Site(closed)["virtualNetworkSubnetId"]!.GetValue<string>(), Ordinal);
        Assert.Null(Site(open)["virtualNetworkSubnetId"]);

        static IEnumerable<string> Access(DeployedTemplate template) =>
            template
                .All(Account)
                .Concat(template.All(Vault))
                .Select(resource => resource["properties"]!["publicNetworkAccess"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_plan_the_way_of_updates_the_networks_the_lock_and_the_logs_are_as_they_are_asked_for()
    {
        var plain = await DeployedTemplate.DefaultAsync();
        var asked = await DeployedTemplate.ReadAsync(
            ("zoneRedundant", "true"),
            ("siteUpdateStrategy", "'RollingUpdate'"),
            ("siteAllowedNetworks", "['192.0.2.0/24', 'AzureEventGrid']"),
            ("lockMail", "true"),
            ("vaultLogs", "false"),
            ("storageLogs", "true")
        );

        Assert.Equal((false, true), (IsZonal(plain), IsZonal(asked)));
        Assert.Null(Strategy(plain));
        Assert.Equal("RollingUpdate", Strategy(asked)!["type"]!.GetValue<string>());
        Assert.Equal(("Allow", ""), Restrictions(plain));
        Assert.Equal(("Deny", "Default 192.0.2.0/24, ServiceTag AzureEventGrid"), Restrictions(asked));
        Assert.Empty(plain.All("Microsoft.Authorization/locks"));
        Assert.Equal(
            "CanNotDelete",
            asked.All("Microsoft.Authorization/locks").Single()["properties"]!["level"]!.GetValue<string>()
        );
        Assert.Equal(["AuditEvent"], plain.All(Logs).SelectMany(Categories));
        Assert.Equal(
            ["StorageDelete 3", "StorageRead 3", "StorageWrite 3"],
            asked.All(Logs).SelectMany(Categories).CountBy(name => name).Select(one => $"{one.Key} {one.Value}").Order()
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static JsonNode Site(DeployedTemplate template) =>
        template.All("Microsoft.Web/sites").Single()["properties"]!;

    private static JsonNode? Strategy(DeployedTemplate template) =>
        Site(template)["functionAppConfig"]!["siteUpdateStrategy"];

    private static bool IsZonal(DeployedTemplate template) =>
        template.All("Microsoft.Web/serverfarms").Single()["properties"]!["zoneRedundant"]!.GetValue<bool>();

    private static (string Default, string Rules) Restrictions(DeployedTemplate template)
    {
        var site = Site(template)["siteConfig"]!;
        var rules = site["ipSecurityRestrictions"]!.AsArray().Select(rule => $"{rule!["tag"]} {rule["ipAddress"]}");
        return (site["ipSecurityRestrictionsDefaultAction"]!.GetValue<string>(), string.Join(", ", rules));
    }

    private static IEnumerable<string> Categories(JsonObject setting) =>
        setting["properties"]!["logs"]!.AsArray().Select(log => log!["category"]!.GetValue<string>());

    private static string Leads(JsonObject endpoint)
    {
        var connection = endpoint["properties"]!["privateLinkServiceConnections"]![0]!;
        var target = connection["properties"]!["privateLinkServiceId"]!.GetValue<string>();
        var group = connection["properties"]!["groupIds"]!.AsArray().Single()!.GetValue<string>();
        string[] made = ["sthost", "stmail", "kv"];
        return $"{made.Single(begin => target.Contains($"/{begin}", Ordinal))} {group}";
    }
}
