using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Settings;

/// <summary>Thousands of aliases are read when they have changed, not with everything else.</summary>
public sealed class AliasVersionTests
{
    private readonly StorageFaults _calls = new();

    [Fact]
    public async Task A_change_of_other_settings_reads_no_alias_and_a_change_of_an_alias_is_there_within_a_second()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.FromSeconds(1), ["support"]));

        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "7");
        Assert.Equal(0, await ReadsAfterAsync(gateway, TimeSpan.Zero, ["support"]));
        Assert.Equal(7, (await ReadAsync(gateway)).Parameters.FetchInterval.TotalMinutes);

        await gateway.PutAliasAsync(Alias("sales"));
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.Zero, ["sales", "support"]));
        await gateway.Get<AliasStore>().DeleteAsync("main", "support", null, default);
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.FromSeconds(1), ["sales"]));
    }

    [Fact]
    public async Task Without_a_change_they_are_read_every_ten_minutes()
    {
        await using var gateway = await StartAsync();
        await ReadsAfterAsync(gateway, TimeSpan.FromSeconds(1), ["support"]);
        // Its writer died before it wrote the version.
        await Table(gateway).AddEntityAsync(TableRow.Write("main", "sales", Alias("sales")));

        for (var minute = 1; minute < 10; minute++)
            Assert.Equal(0, await ReadsAfterAsync(gateway, TimeSpan.FromMinutes(1), ["support"]));
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.FromMinutes(1), ["sales", "support"]));
    }

    [Fact]
    public async Task A_version_before_that_tells_only_of_some_change_has_them_read()
    {
        await using var gateway = await StartAsync();
        var config = gateway.Get<GatewayStorage>().Table(TableNames.Config);
        await ReadsAfterAsync(gateway, TimeSpan.FromSeconds(1), ["support"]);

        await Table(gateway).AddEntityAsync(TableRow.Write("main", "sales", Alias("sales")));
        await config.UpsertEntityAsync(OldVersion("1"), TableUpdateMode.Replace);
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.FromSeconds(1), ["sales", "support"]));

        // What is written over its row by today's code is no statement about the aliases either.
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "7");
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.Zero, ["sales", "support"]));
        await gateway.PutAliasAsync(Alias("info"));
        Assert.Equal(1, await ReadsAfterAsync(gateway, TimeSpan.Zero, ["info", "sales", "support"]));
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "8");
        Assert.Equal(0, await ReadsAfterAsync(gateway, TimeSpan.Zero, ["info", "sales", "support"]));
    }

    private async Task<TestGateway> StartAsync()
    {
        var gateway = await TestGateway.StartAsync(null, _calls);
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private async Task<int> ReadsAfterAsync(TestGateway gateway, TimeSpan time, string[] expected)
    {
        gateway.Time.Advance(time);
        _calls.Reset();
        Assert.Equal(expected, (await ReadAsync(gateway)).Aliases.Select(alias => alias.LocalPart).Order());
        return _calls.Calls.Count(call => call.Contains("aliases()", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<GatewayConfiguration> ReadAsync(TestGateway gateway) =>
        gateway.Get<GatewayConfigurationSource>().GetAsync(default);

    private static TableClient Table(TestGateway gateway) => gateway.Get<GatewayStorage>().Table(TableNames.Aliases);

    private static TableEntity OldVersion(string id) => new("config", "version") { ["id"] = id };

    private static MailAlias Alias(string localPart) =>
        new()
        {
            Domain = "main",
            LocalPart = localPart,
            Model = "crm.lead",
        };
}
