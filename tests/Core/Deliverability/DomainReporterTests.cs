using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Deliverability;

public sealed class DomainReporterTests
{
    private const string Domain = "mycompany.com";

    private static readonly string[] Good =
    [
        "mycompany.com MX 10 mx.mycompany.com",
        "mycompany.com TXT v=spf1 a:smtp.mycompany.com -all",
        "smtp.mycompany.com A 192.0.2.1",
        "_dmarc.mycompany.com TXT v=DMARC1; p=reject; rua=mailto:d@mycompany.com",
        "s1._domainkey.mycompany.com TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ];

    [Fact]
    public void A_domain_that_has_everything_has_no_findings()
    {
        var report = Report(Good, Server("own", "smtp.mycompany.com"));

        Assert.Empty(report.Findings);
        Assert.Empty(report.Publish);
        Assert.Equal(
            ("reject", true, DmarcAlignment.Strict),
            (report.Dmarc!.Policy, report.Servers[0].Aligned, report.Servers[0].Alignment)
        );
        Assert.Equal("s1", Assert.Single(report.Dkim).Selector);
    }

    // P12: with a server for transactional and one for mass mail, both must be in the record.
    [Fact]
    public void Both_servers_of_a_pair_must_be_in_the_record_and_the_missing_one_is_added_before_its_end()
    {
        var report = Report(
            [.. Good, "bulk.example A 198.51.100.1"],
            new Dictionary<string, string> { ["mail.bulk.server"] = "bulk" },
            Server("own", "smtp.mycompany.com", priority: 5),
            Server("bulk", "bulk.example", priority: 20)
        );

        Assert.Equal(
            [("own", false, true), ("bulk", true, false)],
            report.Servers.Select(server => (server.Server, server.Bulk, server.Covered))
        );
        Assert.Equal("a:bulk.example", report.Servers[1].Mechanism);
        var record = Assert.Single(report.Publish);
        Assert.Equal(
            ("TXT", Domain, "v=spf1 a:smtp.mycompany.com a:bulk.example -all"),
            (record.Type, record.Name, record.Value)
        );
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("mycompany.com", true)]
    [InlineData("ann@mycompany.com", true)]
    [InlineData("other.example", false)]
    [InlineData("sub.mycompany.com", false)]
    public void Only_servers_that_may_speak_for_the_domain_count(string? filter, bool counts) =>
        Assert.Equal(counts, Report(Good, Server("own", "smtp.mycompany.com", filter)).Servers.Count == 1);

    [Fact]
    public void Inactive_servers_do_not_count() =>
        Assert.Empty(Report(Good, Server("own", "smtp.mycompany.com") with { Active = false }).Servers);

    [Fact]
    public void A_server_whose_host_has_one_address_outside_the_record_is_not_covered()
    {
        var report = Report(
            [
                "mycompany.com TXT v=spf1 ip4:192.0.2.1 -all",
                "smtp.mycompany.com A 192.0.2.1",
                "smtp.mycompany.com AAAA 2001:db8::1",
            ],
            Server("own", "smtp.mycompany.com")
        );

        Assert.Equal([SpfResult.Pass, SpfResult.Fail], report.Servers[0].Addresses.Select(address => address.Result));
        Assert.False(report.Servers[0].Covered);
    }

    [Fact]
    public void A_provider_is_covered_by_its_include_and_not_by_the_address_of_its_submission_host()
    {
        string[] zone =
        [
            "mycompany.com TXT v=spf1 include:spf.mtasv.net ~all",
            "spf.mtasv.net TXT v=spf1 ip4:203.0.113.0/24 ~all",
            "smtp.postmarkapp.com A 198.51.100.9",
            "email-smtp.eu-west-1.amazonaws.com A 198.51.100.10",
        ];
        var report = Report(
            zone,
            Server("pm", "smtp.postmarkapp.com"),
            Server("ses", "email-smtp.eu-west-1.amazonaws.com")
        );

        Assert.Equal(
            [("pm", true, null), ("ses", false, "include:amazonses.com")],
            report
                .Servers.Select(server => (server.Server, server.Covered, server.Mechanism))
                .OrderBy(server => server.Server)
        );
        Assert.Contains(
            report.Publish,
            record => record.Value == "v=spf1 include:spf.mtasv.net include:amazonses.com ~all"
        );
    }

    [Fact]
    public void A_record_over_the_limit_covers_nobody_and_the_number_is_told()
    {
        var includes = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"include:i{i}.example"));
        string[] zone =
        [
            $"mycompany.com TXT v=spf1 a:smtp.mycompany.com {includes} -all",
            "smtp.mycompany.com A 192.0.2.1",
            .. Enumerable.Range(0, 12).Select(i => $"i{i}.example TXT v=spf1 ip4:10.0.0.{i} -all"),
        ];
        var report = Report(zone, Server("own", "smtp.mycompany.com"));

        Assert.Equal(13, report.Spf.Lookups);
        Assert.Contains("13 lookups", report.Spf.Problem, StringComparison.Ordinal);
        Assert.False(report.Servers[0].Covered);
    }

    [Fact]
    public void A_domain_without_anything_is_told_what_to_publish()
    {
        var report = Report([], Server("own", "192.0.2.1"));

        Assert.Equal(
            [
                ("mycompany.com", "v=spf1 ip4:192.0.2.1 ~all"),
                ("_dmarc.mycompany.com", "v=DMARC1; p=none; rua=mailto:postmaster@mycompany.com"),
            ],
            report.Publish.Select(record => (record.Name, record.Value))
        );
        Assert.Contains(report.Findings, text => text.Contains("MX", StringComparison.Ordinal));
        Assert.Contains(report.Findings, text => text.StartsWith("DKIM", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_records_become_one_that_refuses_no_more_than_the_milder()
    {
        var report = Report(
            ["mycompany.com TXT v=spf1 ip4:192.0.2.1 -all", "mycompany.com TXT v=spf1 ip4:192.0.2.2 ~all"],
            Server("own", "192.0.2.1")
        );

        Assert.Equal("v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ~all", report.Publish[0].Value);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject; aspf=s", "news.mycompany.com", true, true)]
    [InlineData("v=DMARC1; p=reject", "bounces.example", false, false)]
    [InlineData("v=DMARC1; p=reject; aspf=s", "mycompany.com", false, true)]
    public void Alignment_is_that_of_the_envelope_that_is_used(
        string dmarc,
        string aliasDomain,
        bool filtered,
        bool aligned
    )
    {
        var zone = Good.Where(line => !line.StartsWith("_dmarc", StringComparison.Ordinal))
            .Append($"_dmarc.mycompany.com TXT {dmarc}")
            .ToArray();
        var server = Server("own", "smtp.mycompany.com", filtered ? Domain : null);
        var report = FakeZone
            .Of(zone)
            .Resolve(answers => DomainReporter.Evaluate(Domain, [], Configuration([], aliasDomain, server), answers));

        Assert.Equal(aligned, report.Servers[0].Aligned);
    }

    [Fact]
    public void A_policy_of_the_domain_above_applies_with_what_it_says_of_subdomains()
    {
        var zone = FakeZone.Of("_dmarc.mycompany.com TXT v=DMARC1; p=reject; sp=quarantine");
        var dmarc = DmarcPolicy.Find("news.mycompany.com", zone.Reader())!;

        Assert.Equal((Domain, "quarantine"), (dmarc.Domain, dmarc.Policy));
    }

    [Theory]
    [InlineData("v=DMARC1", null)]
    [InlineData("v=DMARC1; p=maybe", null)]
    [InlineData("v=DMARC1; p=maybe; rua=mailto:a@b.example", "none")]
    public void A_damaged_policy_is_named(string record, string? policy)
    {
        var dmarc = DmarcPolicy.Find(Domain, FakeZone.Of($"_dmarc.mycompany.com TXT {record}").Reader())!;

        Assert.Equal(policy, dmarc.Policy);
        Assert.NotNull(dmarc.Problem);
    }

    [Property]
    public bool No_record_makes_it_throw(string spf, string dmarc, string dkim, string mx)
    {
        string[] zone =
        [
            $"mycompany.com TXT v=spf1 {spf}",
            $"mycompany.com TXT {spf}",
            $"_dmarc.mycompany.com TXT v=DMARC1;{dmarc}",
            $"s1._domainkey.mycompany.com TXT {dkim}",
            $"mycompany.com MX {mx}",
        ];
        return Report(zone, Server("own", "192.0.2.1")).Domain == Domain;
    }

    private static DomainReport Report(string[] zone, params OutgoingServer[] servers) => Report(zone, [], servers);

    private static DomainReport Report(
        string[] zone,
        Dictionary<string, string> parameters,
        params OutgoingServer[] servers
    ) =>
        FakeZone
            .Of(zone)
            .Resolve(answers =>
                DomainReporter.Evaluate(Domain, [], Configuration(parameters, Domain, servers), answers)
            );

    private static GatewayConfiguration Configuration(
        Dictionary<string, string> parameters,
        string aliasDomain,
        params OutgoingServer[] servers
    ) =>
        Configurations.Of(
            [
                new AliasDomain
                {
                    Id = "main",
                    Name = aliasDomain,
                    IsDefault = true,
                },
            ],
            outgoing: servers,
            parameters: parameters
        );

    private static OutgoingServer Server(string id, string host, string? filter = null, int priority = 10) =>
        new()
        {
            Id = id,
            Name = id,
            Host = host,
            FromFilter = filter,
            Priority = priority,
        };
}
