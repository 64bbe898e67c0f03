using Postern.Configuration;
using Postern.Fetching;
using Postern.Outbound;
using Postern.Tests.Support;

namespace Postern.Tests.Fetching;

public sealed class IncomingServerRulesTests
{
    private static readonly IncomingServer Server = new() { Id = "inbox", Name = "Inbox", Host = "imap.example.com", UserName = "desk" };

    public static TheoryData<string, IncomingServer> Wrong => new()
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
        { "intervalMinutes", Server with { IntervalMinutes = 0 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named(string field, IncomingServer server) => Assert.Equal(field, Assert.Single(Put(server).Findings.Errors).Field);

    [Fact]
    public void A_mailbox_that_is_fetched_twice_is_warned_of()
    {
        var findings = Put(Server, Server with { Id = "same" }).Findings;
        Assert.True(findings.Allow);
        Assert.Equal("userName", Assert.Single(findings.Warnings).Field);
        Assert.Empty(Put(Server, Server with { Id = "folder", Folders = ["Junk"] }, Server with { Id = "idle", Active = false }, Server).Findings.Warnings);
    }

    [Fact]
    public void What_can_be_listened_to_is_warned_of()
    {
        Assert.Equal("security", Assert.Single(Put(Server with { Security = ConnectionSecurity.None, VerifyCertificate = false }).Findings.Warnings).Field);
        Assert.Equal("verifyCertificate", Assert.Single(Put(Server with { VerifyCertificate = false }).Findings.Warnings).Field);
    }

    private static Edit<IncomingServer> Put(IncomingServer server, params IReadOnlyList<IncomingServer> others) => IncomingServerRules.Put(server, Configurations.Of(incoming: others));
}
