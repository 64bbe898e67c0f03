using Postern.Contracts.Http;
using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class OutgoingServerRulesTests
{
    private static readonly OutgoingServer Good = new()
    {
        Name = "Transactional",
        Host = "smtp.example.com",
        UserName = "postern",
        FromFilter = "mycompany.com, ann@other.example",
        DailyLimit = 200,
        Connections = 3,
    };

    private static readonly OAuthSettings Token = new()
    {
        TokenEndpoint = "https://login.example/token",
        ClientId = "app",
    };

    [Fact]
    public void A_good_server_has_no_findings()
    {
        var findings = OutgoingServerRules.Validate(Good);

        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
    }

    public static TheoryData<string, OutgoingServer> Bad() =>
        new()
        {
            { "name", Good with { Name = " " } },
            { "name", Good with { Name = new string('x', 201) } },
            { "host", Good with { Host = "" } },
            { "host", Good with { Host = "smtp://smtp.example.com" } },
            { "host", Good with { Host = "smtp.example.com:587" } },
            { "host", Good with { Host = "smtp example" } },
            { "port", Good with { Port = 0 } },
            { "port", Good with { Port = 65536 } },
            { "security", Good with { Security = (ConnectionSecurity)9 } },
            { "userName", Good with { UserName = "" } },
            { "userName", Good with { UserName = "ann\r\n" } },
            { "authentication", Good with { Authentication = (ServerAuthentication)9 } },
            { "oauth", Good with { Authentication = ServerAuthentication.Xoauth2 } },
            { "oauth", Good with { OAuth = Token } },
            { "userName", WithToken(Token) with { UserName = null } },
            { "oauth.tokenEndpoint", WithToken(Token with { TokenEndpoint = "http://login.example/token" }) },
            { "oauth.tokenEndpoint", WithToken(Token with { TokenEndpoint = "login.example" }) },
            { "oauth.clientId", WithToken(Token with { ClientId = "" }) },
            { "oauth.scope", WithToken(Token with { Scope = "" }) },
            { "fromFilter", Good with { FromFilter = "*.mycompany.com" } },
            { "dailyLimit", Good with { DailyLimit = 0 } },
            { "ratePerMinute", Good with { RatePerMinute = -1 } },
            { "connections", Good with { Connections = 0 } },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_is_named_by_its_field(string field, OutgoingServer server) =>
        Assert.Equal(field, Assert.Single(OutgoingServerRules.Validate(server).Errors).Field);

    [Fact]
    public void Every_wrong_field_is_told_at_once()
    {
        var bad = Good with { Name = "", Port = 0, FromFilter = "@a.example,*.b.example" };

        var findings = OutgoingServerRules.Validate(bad);

        Assert.Equal(["name", "port", "fromFilter", "fromFilter"], findings.Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    [InlineData("localhost")]
    [InlineData("bücher.example")]
    public void A_host_is_a_name_or_an_IP_address(string host) =>
        Assert.Empty(OutgoingServerRules.Validate(Good with { Host = host }).Errors);

    [Fact]
    public void Port_25_is_accepted_with_a_warning_that_names_the_others()
    {
        var findings = OutgoingServerRules.Validate(Good with { Port = 25 });

        Assert.Empty(findings.Errors);
        var warning = Assert.Single(findings.Warnings);
        Assert.Equal("port", warning.Field);
        Assert.All(["465", "587", "2525"], port => Assert.Contains(port, warning.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(465, ConnectionSecurity.StartTls, "security")]
    [InlineData(465, ConnectionSecurity.Tls, null)]
    [InlineData(587, ConnectionSecurity.Tls, "security")]
    [InlineData(2525, ConnectionSecurity.StartTls, null)]
    [InlineData(2525, ConnectionSecurity.None, "security")]
    [InlineData(2525, ConnectionSecurity.StartTlsWhenAvailable, "security")]
    public void A_doubtful_pair_of_port_and_security_is_told(int port, ConnectionSecurity security, string? field)
    {
        var findings = OutgoingServerRules.Validate(Good with { Port = port, Security = security });
        Assert.Equal(field, findings.Warnings.SingleOrDefault()?.Field);
    }

    [Fact]
    public void An_unchecked_certificate_is_told() =>
        Assert.Equal(
            "verifyCertificate",
            Assert.Single(OutgoingServerRules.Validate(Good with { VerifyCertificate = false }).Warnings).Field
        );

    private static OutgoingServer WithToken(OAuthSettings token) =>
        Good with
        {
            Authentication = ServerAuthentication.Xoauth2,
            OAuth = token,
        };
}
