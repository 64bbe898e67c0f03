using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Mailboxes.Auditing;
using Postern.Gateway.Secrets;
using Postern.Tests.Servers;

namespace Postern.Tests.Mailboxes;

/// <summary>Logins that a server refuses: one for each try, named with the true reason.</summary>
public sealed class MailboxLoginTests
{
    private static readonly (string Reply, MailboxFailure Failure, string Words)[] Refusals =
    [
        ("{tag} NO [AUTHENTICATIONFAILED] Wrong", MailboxFailure.Credentials, "[AUTHENTICATIONFAILED] Wrong"),
        ("{tag} NO [EXPIRED] Set a new one", MailboxFailure.Credentials, "has expired"),
        ("{tag} NO [CONTACTADMIN] Ring 42", MailboxFailure.Credentials, "needs its administrator"),
        ("{tag} NO [LIMIT] Ten sessions", MailboxFailure.Unavailable, "limit of connections"),
        ("{tag} NO [UNAVAILABLE] No directory", MailboxFailure.Unavailable, "not checked"),
        ("* BYE Too many connections from 192.0.2.1\0", MailboxFailure.Unavailable, "Too many connections from"),
    ];

    [Fact]
    public async Task The_reason_of_a_refused_login_is_told_by_the_test_and_by_the_fetch()
    {
        var script = new ImapScript();
        await using var server = new LineServer(script.Answer);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Imap);

        foreach (var (reply, failure, words) in Refusals)
        {
            script.Refusal = reply;
            await AssertToldAsync(gateway, MailboxTestStepName.Authenticate, failure, words);
        }
        script.Greeting = "* BYE [UNAVAILABLE] Down for an hour\0";
        await AssertToldAsync(gateway, MailboxTestStepName.Upgrade, MailboxFailure.Unavailable, "Down for an hour");
        // The three that concern the password.
        Assert.Equal(3, (await gateway.ScheduleAsync("box")).RefusedLogins);
    }

    [Fact]
    public async Task POP3_s_own_codes_are_understood_too()
    {
        var script = new PopScript();
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Pop3);

        foreach (
            var (reply, failure, words) in new[]
            {
                ("-ERR [AUTH] No such user", MailboxFailure.Credentials, "No such user"),
                ("-ERR Wrong password", MailboxFailure.Credentials, "Wrong password"),
                ("-ERR [SYS/TEMP] Try again", MailboxFailure.Unavailable, "passing fault"),
                ("-ERR [IN-USE] Locked", MailboxFailure.Unavailable, "Another program"),
                ("-ERR [LOGIN-DELAY] Five minutes", MailboxFailure.Unavailable, "after a pause"),
                ("-ERR Temporary authentication failure", MailboxFailure.Unavailable, "at present"),
            }
        )
        {
            script.Refusal = reply;
            await AssertToldAsync(gateway, MailboxTestStepName.Authenticate, failure, words);
        }
    }

    [Theory]
    [InlineData("SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-256", "SCRAM-SHA-256")]
    [InlineData("SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5", "CRAM-MD5")]
    [InlineData("SASL-IR AUTH=LOGIN AUTH=PLAIN", "PLAIN")]
    [InlineData("", "LOGIN")]
    public async Task A_try_is_one_login_by_the_strongest_way(string capabilities, string expected)
    {
        var script = new ImapScript { Capabilities = "SASL-IR AUTH=PLAIN" };
        await using var server = new LineServer(script.Answer);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Imap);
        (script.Capabilities, script.Refusal) = (capabilities, "{tag} NO [AUTHENTICATIONFAILED] Wrong");
        var before = server.Received.Count;

        for (var run = 0; run < 3; run++)
            await gateway.FetchAsync("box");

        var logins = server.Received.Skip(before).Where(line => IsLogin(line)).ToList();
        Assert.Equal(3, logins.Count);
        Assert.All(logins, line => Assert.Contains(expected, line, StringComparison.Ordinal));
        Assert.Equal(3, (await gateway.ScheduleAsync("box")).Failures);
    }

    [Fact]
    public async Task Tries_get_rarer_while_the_login_is_refused_and_health_shows_the_next_until_the_record_is_changed()
    {
        var script = new PopScript();
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Pop3);
        script.Refusal = "-ERR [AUTH] Wrong";
        var before = script.Sessions;

        // Looked at every five minutes.
        for (var turn = 0; turn < 16; turn++)
        {
            if (await gateway.Get<FetchScheduler>().StartDueAsync(default) > 0)
                await gateway.DrainAsync();
            gateway.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(5, script.Sessions - before);
        var schedule = await gateway.ScheduleAsync("box");
        Assert.Equal((5, 5), (schedule.Failures, schedule.RefusedLogins));
        var record = Record(server, MailboxProtocol.Pop3) with { Id = "box" };
        var health = MailboxHealth.Of(record, schedule, TimeSpan.FromMinutes(5), null, gateway.Time.GetUtcNow());
        Assert.Equal(schedule.LastStarted + TimeSpan.FromMinutes(80), health.NextPoll);

        await gateway.Get<Postern.Gateway.Stores.MailboxStore>().NoteChangeAsync("box", default);
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
    }

    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    public async Task A_server_that_has_logged_the_connection_in_itself_is_not_fetched_and_said_so(
        ConnectionSecurity security
    )
    {
        var script = new ImapScript();
        await using var server = new LineServer(script.Answer);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Imap);
        await gateway.PutMailboxAsync("box", Record(server, MailboxProtocol.Imap) with { Security = security }, "pw");
        script.Greeting = "* PREAUTH welcome back";

        await AssertToldAsync(gateway, MailboxTestStepName.Upgrade, MailboxFailure.NotSupported, "PREAUTH");
        var audit = await gateway.Get<MailboxAudit>().RunAsync("box", 10, false, default);
        Assert.Equal(AuditOutcome.Failed, audit.Outcome);
        Assert.Contains("PREAUTH", audit.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(null)]
    public async Task A_folder_without_a_UIDVALIDITY_is_named(uint? validity)
    {
        var script = new ImapScript { Capabilities = "SASL-IR AUTH=PLAIN" };
        await using var server = new LineServer(script.Answer);
        await using var gateway = await ConfirmedAsync(server, MailboxProtocol.Imap);
        script.UidValidity = validity;

        await AssertToldAsync(gateway, MailboxTestStepName.OpenFolder, MailboxFailure.NotSupported, "UIDVALIDITY");
    }

    [Fact]
    public async Task A_server_that_takes_tokens_only_or_passwords_only_is_named_so_and_no_login_is_tried()
    {
        var (imap, pop) = (new ImapScript(), new PopScript());
        await using var imapServer = new LineServer(imap.Answer);
        await using var popServer = new LineServer(pop.Start);
        await using var gateway = await ConfirmedAsync(imapServer, MailboxProtocol.Imap);
        await gateway.ConfirmMailboxAsync("pop", Record(popServer, MailboxProtocol.Pop3), "pw");
        (imap.Capabilities, pop.Capabilities) = ("SASL-IR AUTH=XOAUTH2", "SASL XOAUTH2");
        var before = imapServer.Received.Count(IsLogin) + popServer.Received.Count(IsLogin);

        await AssertToldAsync(gateway, MailboxTestStepName.Authenticate, MailboxFailure.NotSupported, "XOAUTH2");
        await AssertToldAsync(gateway, MailboxTestStepName.Authenticate, MailboxFailure.NotSupported, "XOAUTH2", "pop");

        var byToken = Record(imapServer, MailboxProtocol.Imap) with
        {
            Authentication = ServerAuthentication.Xoauth2,
            OAuth = new OAuthSettings { TokenEndpoint = "https://login.example/token", ClientId = "app" },
        };
        await gateway.PutMailboxAsync("box", byToken, "unused");
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.IncomingServer("box")), "s3cret", default);
        imap.Capabilities = "SASL-IR AUTH=PLAIN AUTH=LOGIN";
        await AssertToldAsync(gateway, MailboxTestStepName.Authenticate, MailboxFailure.NotSupported, "LOGIN, PLAIN");
        Assert.Equal(before, imapServer.Received.Count(IsLogin) + popServer.Received.Count(IsLogin));
    }

    private static bool IsLogin(string line) =>
        line.Contains(" LOGIN ", StringComparison.Ordinal)
        || line.Contains("AUTHENTICATE", StringComparison.Ordinal)
        || line.StartsWith("AUTH ", StringComparison.Ordinal)
        || line.StartsWith("PASS ", StringComparison.Ordinal);

    /// <summary>The test and the next run say the same.</summary>
    private static async Task AssertToldAsync(
        TestGateway gateway,
        MailboxTestStepName step,
        MailboxFailure failure,
        string words,
        string id = "box"
    )
    {
        var result = await gateway.TestMailboxAsync(id);
        Assert.Equal((step, failure), (result.Failed, result.Failure));
        Assert.Contains(words, result.Steps[^1].Words, StringComparison.Ordinal);
        Assert.NotNull(result.Advice);
        await gateway.FetchAsync(id);
        Assert.Contains(words, (await gateway.ScheduleAsync(id)).LastError, StringComparison.Ordinal);
    }

    private static IncomingServer Record(LineServer server, MailboxProtocol protocol) =>
        new()
        {
            Name = "Box",
            Protocol = protocol,
            Host = "localhost",
            Port = server.Port,
            Security = ConnectionSecurity.None,
            UserName = "box@mycompany.example",
        };

    private static async Task<TestGateway> ConfirmedAsync(LineServer server, MailboxProtocol protocol)
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.ConfirmMailboxAsync("box", Record(server, protocol), "pw", ImportChoice.FromNow);
        return gateway;
    }
}
