using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Deliverability;

/// <summary>The gateway's own DKIM keys in the report on a domain.</summary>
public sealed class OwnDkimKeyTests
{
    private const string Ours = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private const string Theirs = "/1FHJkvBRRZ3cWjYn9gHnYYNJDbWs2wGQ5VvLBZs2Dc=";
    private const string Name = "s1._domainkey.mycompany.com";

    private static readonly string[] Zone =
    [
        "mycompany.com MX 10 mx.mycompany.com",
        "mycompany.com TXT v=spf1 a:smtp.mycompany.com -all",
        "smtp.mycompany.com A 192.0.2.1",
        "_dmarc.mycompany.com TXT v=DMARC1; p=reject",
    ];

    private static readonly DkimSigningKey Key = new()
    {
        Selector = "s1",
        Algorithm = DkimAlgorithm.Ed25519,
        Domain = "mycompany.com",
        PublicKey = Ours,
        Secret = "dkim-main-x",
        State = DkimSelectorState.Active,
        Created = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData($"v=DKIM1; k=ed25519; p={Ours}", DkimKeyState.Present, true, null)]
    [InlineData("k=ed25519;p=11qYAYKxCrfVS/7TyWQH Og7hcvPapiMlrwIaaPcHURo=", DkimKeyState.Present, true, null)]
    [InlineData($"v=DKIM1; k=ed25519; t=y; p={Ours}", DkimKeyState.Present, true, "only being tested")]
    [InlineData($"v=DKIM1; k=ed25519; p={Theirs}", DkimKeyState.Present, false, "another one than the gateway's")]
    [InlineData("v=DKIM1; k=ed25519; p=", DkimKeyState.Revoked, false, "revoked")]
    [InlineData($"v=DKIM1; k=rsa; p={Ours}", DkimKeyState.Damaged, false, "cannot be read")]
    [InlineData(null, DkimKeyState.Missing, false, "no key")]
    public void The_published_key_is_compared_with_the_own_one(
        string? record,
        DkimKeyState state,
        bool matches,
        string? finding
    )
    {
        var report = Report([Key], [Server(sign: true)], record is null ? [] : [$"{Name} TXT {record}"]);

        var key = report.Dkim[0];
        Assert.Equal(("s1", state, DkimSelectorState.Active, matches), (key.Selector, key.State, key.Own, key.Matches));
        Assert.Equal(matches ? [] : [(Name, Key.Show().Value)], report.Publish.Select(item => (item.Name, item.Value)));
        if (finding is null)
            Assert.Empty(report.Findings);
        else
            Assert.Contains(finding, Assert.Single(report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_read_beside_the_selectors_that_were_asked_for_and_once_only()
    {
        var report = Report([Key], [Server(sign: true)], [$"{Name} TXT v=DKIM1; k=ed25519; p={Ours}"], "other", "S1");
        Assert.Equal(["s1", "other"], report.Dkim.Select(key => key.Selector));
    }

    [Fact]
    public void Without_an_answer_nothing_is_to_be_published()
    {
        var key = DkimKey.Read(Key, DnsReply.Failed);
        Assert.Equal((DkimKeyState.Unknown, null), (key.State, key.Matches));
        Assert.Equal(DkimKeyState.Damaged, DkimKey.Read(Key, DnsReply.Of(["p=", "p="])).State);
    }

    [Fact]
    public void A_next_key_is_to_be_published_and_a_former_one_not()
    {
        var next = Key with { Selector = "s2", State = DkimSelectorState.Next, PublicKey = new string('A', 392) };
        var former = Key with { Selector = "s0", State = DkimSelectorState.Former };
        var report = Report([former, Key, next], [Server(sign: true)], [$"{Name} TXT v=DKIM1; k=ed25519; p={Ours}"]);

        var record = Assert.Single(report.Publish);
        Assert.Equal(("TXT", "s2._domainkey.mycompany.com"), (record.Type, record.Name));
        Assert.Equal(record.Value, string.Concat(record.Strings!));
        Assert.StartsWith("DKIM: s2:", Assert.Single(report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_signs_without_a_key_and_a_key_without_such_a_server_are_told()
    {
        var published = $"{Name} TXT v=DKIM1; k=ed25519; p={Ours}";
        var keyless = Report([], [Server(sign: true)], [published.Replace("s1", "mail", StringComparison.Ordinal)]);
        var unused = Report([Key], [Server(sign: false)], [published]);

        Assert.Contains("has no active key", Assert.Single(keyless.Findings), StringComparison.Ordinal);
        Assert.Contains("no server is to sign", Assert.Single(unused.Findings), StringComparison.Ordinal);
        Assert.Equal([true, false], [keyless.Servers[0].Sign, unused.Servers[0].Sign]);
    }

    [Fact]
    public void A_key_signs_for_the_name_of_its_alias_domain_and_for_no_other()
    {
        var own = new AliasDomain { Id = "own", Name = "mycompany.com" };
        var configuration = Configurations.Of(domains: [own]) with
        {
            DkimKeys = new Dictionary<string, DkimSigningKeys>
            {
                ["own"] = new() { Keys = [Key, Key with { Selector = "s0", Domain = "former.example" }] },
                ["gone"] = new() { Keys = [Key with { Domain = "gone.example" }] },
            },
        };

        Assert.Equal("s1", configuration.ActiveDkimKeyOf("mycompany.com")!.Selector);
        string[] others = ["sub.mycompany.com", "former.example", "gone.example"];
        Assert.All(others, domain => Assert.Null(configuration.ActiveDkimKeyOf(domain)));
    }

    private static OutgoingServer Server(bool sign) =>
        new()
        {
            Id = "own",
            Name = "Own",
            Host = "smtp.mycompany.com",
            Sign = sign,
        };

    private static DomainReport Report(
        IReadOnlyList<DkimSigningKey> keys,
        IReadOnlyList<OutgoingServer> servers,
        string[] records,
        params string[] selectors
    )
    {
        var domain = new AliasDomain
        {
            Id = "main",
            Name = "mycompany.com",
            IsDefault = true,
        };
        var configuration = Configurations.Of(domains: [domain], outgoing: servers) with
        {
            DkimKeys = new Dictionary<string, DkimSigningKeys> { ["main"] = new() { Keys = keys } },
        };
        return FakeZone
            .Of([.. Zone, .. records])
            .Resolve(answers => DomainReporter.Evaluate("mycompany.com", selectors, configuration, answers));
    }
}
