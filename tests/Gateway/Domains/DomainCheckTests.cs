using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Gateway.Domains;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Domains;

/// <summary>The check of a domain's records against a real resolver.</summary>
public sealed class DomainCheckTests
{
    private const string Ed25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    [SkippableFact]
    public async Task It_says_which_server_the_record_lacks_and_what_to_publish()
    {
        await using var dns = await Dnsmasq.StartAsync(
            "mycompany.example MX 20 mx2.mycompany.example",
            "mycompany.example MX 10 mx1.mycompany.example",
            "mycompany.example TXT some other text",
            "mycompany.example TXT v=spf1 include:spf.relay.example mx -all",
            "spf.relay.example TXT v=spf1 ip4:203.0.113.0/24 -all",
            "mx1.mycompany.example A 192.0.2.1",
            "mx2.mycompany.example A 192.0.2.2",
            "smtp.relay.example A 203.0.113.5",
            "bulk.example A 198.51.100.1",
            "_dmarc.mycompany.example TXT v=DMARC1; p=quarantine",
            $"mykey._domainkey.mycompany.example TXT {Ed25519}",
            "old._domainkey.mycompany.example TXT v=DKIM1; p="
        );
        await using var gateway = await StartAsync(dns.Port);
        await PutServerAsync(gateway, "relay", "smtp.relay.example");
        await PutServerAsync(gateway, "bulk", "bulk.example");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bulk.server", "bulk");

        var report = await CheckAsync(gateway, "MyCompany.example", "mykey", "old", "none");

        Assert.Equal(["10 mx1.mycompany.example", "20 mx2.mycompany.example"], report.Mx);
        Assert.Equal((2, 0, null), (report.Spf.Lookups, report.Spf.VoidLookups, report.Spf.Problem));
        Assert.Equal(
            [("bulk", true, false), ("relay", false, true)],
            report.Servers.Select(server => (server.Server, server.Bulk, server.Covered)).Order()
        );
        Assert.Equal("v=spf1 include:spf.relay.example mx a:bulk.example -all", Assert.Single(report.Publish).Value);
        Assert.Equal(
            [DkimKeyState.Present, DkimKeyState.Revoked, DkimKeyState.Missing],
            report.Dkim.Select(key => key.State)
        );
        Assert.Equal("quarantine", report.Dmarc!.Policy);
        Assert.All(
            report.Servers,
            server => Assert.Equal((DmarcAlignment.Strict, true), (server.Alignment, server.Aligned))
        );
    }

    [SkippableFact]
    public async Task A_record_longer_than_one_string_is_read_whole()
    {
        var networks = string.Join(
            ' ',
            Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"ip4:192.0.2.{i}"))
        );
        await using var dns = await Dnsmasq.StartAsync(
            $"mycompany.example TXT v=spf1 {networks} ip4:203.0.113.5 -all",
            "smtp.relay.example A 203.0.113.5"
        );
        await using var gateway = await StartAsync(dns.Port);
        await PutServerAsync(gateway, "relay", "smtp.relay.example");

        Assert.True(Assert.Single((await CheckAsync(gateway, "mycompany.example")).Servers).Covered);
    }

    [SkippableFact]
    public async Task A_zone_that_leads_on_and_on_comes_to_an_end()
    {
        var chain = Enumerable
            .Range(0, 80)
            .Select(i => $"i{i}.example TXT v=spf1 include:i{i + 1}.example -all")
            .ToArray();
        await using var dns = await Dnsmasq.StartAsync([
            "mycompany.example TXT v=spf1 include:i0.example -all",
            .. chain,
        ]);
        await using var gateway = await StartAsync(dns.Port);

        Assert.Contains(
            "More than 40 lookups",
            (await CheckAsync(gateway, "mycompany.example")).Spf.Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_resolver_that_does_not_answer_is_said_and_not_thrown()
    {
        await using var gateway = await StartAsync(FreePorts.Take(1)[0]);
        await PutServerAsync(gateway, "relay", "203.0.113.5");

        var report = await CheckAsync(gateway, "mycompany.example", "s1");

        Assert.Contains("no answer", report.Spf.Problem, StringComparison.Ordinal);
        Assert.Equal(DkimKeyState.Unknown, Assert.Single(report.Dkim).State);
        Assert.False(Assert.Single(report.Servers).Covered);
        Assert.Empty(report.Publish);
    }

    [Theory]
    [InlineData("nodots", null, "domain")]
    [InlineData("with space.example", null, "domain")]
    [InlineData("192.0.2.1", null, "domain")]
    [InlineData("mycompany.example", "a b", "selector")]
    [InlineData("mycompany.example", "", "selector")]
    public async Task What_cannot_be_asked_for_is_named(string domain, string? selector, string field)
    {
        await using var gateway = await StartAsync(53);
        var (report, problem) = await gateway
            .Get<DomainCheck>()
            .CheckAsync(domain, selector is null ? [] : [selector], default);

        Assert.Null(report);
        Assert.Equal(field, problem!.Field);
    }

    [Fact]
    public async Task A_resolver_that_is_no_address_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestGateway.StartAsync(settings => settings["Dns:Server"] = "dns.example")
        );

        Assert.Contains("Dns__Server", error.Message, StringComparison.Ordinal);
    }

    private static async Task<DomainReport> CheckAsync(TestGateway gateway, string domain, params string[] selectors)
    {
        var (report, problem) = await gateway.Get<DomainCheck>().CheckAsync(domain, selectors, default);
        Assert.Null(problem);
        return report!;
    }

    private static async Task<TestGateway> StartAsync(int port)
    {
        var gateway = await TestGateway.StartAsync(settings =>
            settings["Dns:Server"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")
        );
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static Task PutServerAsync(TestGateway gateway, string id, string host) =>
        gateway.PutAsync(ConfigurationKinds.OutgoingServer, id, new OutgoingServer { Name = id, Host = host });
}
