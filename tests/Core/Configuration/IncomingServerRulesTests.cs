using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class IncomingServerRulesTests
{
    private static readonly IncomingServer Server = new()
    {
        Id = "inbox",
        Name = "Inbox",
        Host = "imap.example.com",
        UserName = "desk",
    };

    private static readonly OAuthSettings Token = new()
    {
        TokenEndpoint = "https://login.example.com/token",
        ClientId = "app",
    };

    private static readonly IncomingServer WithToken = Server with
    {
        Authentication = ServerAuthentication.Xoauth2,
        OAuth = Token,
    };

    private static readonly IncomingServer Pop = Server with { Protocol = MailboxProtocol.Pop3 };

    public static TheoryData<string, IncomingServer> Wrong =>
        new()
        {
            { "id", Server with { Id = "Not an id" } },
            { "name", Server with { Name = " " } },
            { "host", Server with { Host = "imaps://imap.example.com" } },
            { "host", Server with { Host = "imap.example.com:993" } },
            { "port", Server with { Port = 0 } },
            { "port", Server with { Port = 65536 } },
            { "userName", Server with { UserName = "" } },
            { "folders", Server with { Folders = [] } },
            { "folders", Server with { Folders = ["INBOX", " "] } },
            { "folders", Server with { Folders = ["INBOX", "INBOX"] } },
            { "fallbackModel", Server with { FallbackModel = "" } },
            { "fallbackModel", Server with { FallbackModel = "outbound" } },
            { "intervalMinutes", Server with { IntervalMinutes = 0 } },
            { "addresses", Server with { Addresses = ["support"] } },
            { "addresses", Server with { Addresses = [""] } },
            { "addresses", Server with { Addresses = ["Support <support@mycompany.example>"] } },
            { "addresses", Server with { Addresses = ["support@mycompany.example", "Support@MyCompany.example"] } },
            { "addresses", Server with { Addresses = [.. Enumerable.Range(0, 51).Select(i => $"a{i}@x.example")] } },
            { "security", Server with { Security = ConnectionSecurity.StartTlsWhenAvailable } },
            { "oauth", Server with { Authentication = ServerAuthentication.Xoauth2 } },
            { "oauth", Server with { OAuth = Token } },
            { "oauth.tokenEndpoint", WithToken with { OAuth = Token with { TokenEndpoint = "http://a.example" } } },
            { "folders", Server with { Folders = ["INBOX", "inbox"] } },
            { "folders", Pop with { Folders = ["Orders"] } },
            { "afterFetch", Pop with { AfterFetch = AfterFetch.MarkSeen } },
            { "unseenOnly", Pop with { UnseenOnly = true } },
            { "moveTo", Server with { AfterFetch = AfterFetch.Move } },
            { "moveTo", Server with { AfterFetch = AfterFetch.Move, MoveTo = "Inbox" } },
            { "moveTo", Server with { MoveTo = "Done" } },
            { "fallbackModel", Server with { FallbackModel = "silent.model" } },
            { "largestMail", Server with { LargestMail = 0 } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named(string field, IncomingServer server) =>
        Assert.Equal(field, Assert.Single(Put(server).Findings.Errors).Field);

    [Fact]
    public void A_mailbox_that_is_fetched_twice_is_warned_of()
    {
        var findings = Put(Server, Server with { Id = "same" }).Findings;
        Assert.True(findings.Allow);
        Assert.Equal("userName", Assert.Single(findings.Warnings).Field);

        var otherFolder = Server with { Id = "folder", Folders = ["Junk"] };
        var idle = Server with { Id = "idle", Active = false };
        Assert.Empty(Put(Server, otherFolder, idle, Server).Findings.Warnings);
    }

    [Fact]
    public void What_can_be_listened_to_is_warned_of()
    {
        var unverified = Server with { VerifyCertificate = false };
        var plain = unverified with { Security = ConnectionSecurity.None };
        Assert.Equal("security", Assert.Single(Put(plain).Findings.Warnings).Field);
        Assert.Equal("verifyCertificate", Assert.Single(Put(unverified).Findings.Warnings).Field);
    }

    [Fact]
    public void A_port_and_an_action_are_chosen_by_the_protocol()
    {
        Assert.Equal((993, AfterFetch.MarkSeen), (Server.UsualPort, Server.Afterwards));
        Assert.Equal(143, (Server with { Security = ConnectionSecurity.StartTls }).UsualPort);
        Assert.Equal((995, AfterFetch.Leave), (Pop.UsualPort, Pop.Afterwards));
        Assert.True(Put(Pop).Findings.Allow);
    }

    [Fact]
    public void A_secret_is_given_again_when_it_would_be_sent_elsewhere()
    {
        var after = WithToken with { OAuth = Token with { TokenEndpoint = "https://login.example.org/token" } };

        var kept = Put(PasswordChange.None, PasswordChange.None);
        var given = Put(new(true, "s3cret"), new(true, null));

        Assert.Equal(["clientSecret", "refreshToken"], kept.Findings.Errors.Select(error => error.Field));
        Assert.True(given.Findings.Allow);

        Edit<IncomingServer> Put(PasswordChange clientSecret, PasswordChange refreshToken) =>
            IncomingServerRules.Put(
                after,
                WithToken,
                [PasswordChange.None, clientSecret, refreshToken],
                Configurations.Of()
            );
    }

    [Fact]
    public void What_is_not_fetched_any_more_is_said()
    {
        var before = WithToken with { Active = true, Folders = ["INBOX", "Sales"] };
        Assert.Equal(["active"], Changed(before with { Active = false }));
        Assert.Equal(["host"], Changed(before with { UserName = "other@example.com" }));
        Assert.Equal(["folders"], Changed(before with { Folders = ["INBOX", "Support"] }));
        Assert.Empty(Changed(before with { Folders = ["INBOX", "Sales", "Support"] }));
        Assert.Contains(
            before.Host,
            Assert.Single(IncomingServerRules.Delete(before).Warnings).Message,
            StringComparison.Ordinal
        );
        Assert.Empty(IncomingServerRules.Delete(before with { Active = false }).Warnings);

        IEnumerable<string> Changed(IncomingServer after) =>
            IncomingServerRules
                .Put(
                    after,
                    before,
                    [PasswordChange.None, PasswordChange.None, PasswordChange.None],
                    Configurations.Of()
                )
                .Findings.Warnings.Select(warning => warning.Field)
                .Intersect(["active", "host", "folders"]);
    }

    private static Edit<IncomingServer> Put(IncomingServer server, params IReadOnlyList<IncomingServer> others) =>
        IncomingServerRules.Put(
            server,
            Configurations.Of(incoming: others, models: [new RecordModel { Name = "silent.model", TakesMail = false }])
        );
}
