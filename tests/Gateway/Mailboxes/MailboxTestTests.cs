using Postern.Contracts.Http;
using Postern.Gateway.Secrets;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Mailboxes;

/// <summary>Test &amp; Confirm against a real Dovecot.</summary>
public sealed class MailboxTestTests
{
    public static TheoryData<MailboxProtocol, ConnectionSecurity> Ways =>
        new()
        {
            { MailboxProtocol.Imap, ConnectionSecurity.Tls },
            { MailboxProtocol.Imap, ConnectionSecurity.StartTls },
            { MailboxProtocol.Imap, ConnectionSecurity.None },
            { MailboxProtocol.Pop3, ConnectionSecurity.Tls },
            { MailboxProtocol.Pop3, ConnectionSecurity.StartTls },
            { MailboxProtocol.Pop3, ConnectionSecurity.None },
        };

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task A_mailbox_that_works_passes_every_step_and_is_confirmed_once_the_mail_is_chosen(
        MailboxProtocol protocol,
        ConnectionSecurity security
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await servers.Mail.AppendAsync(user, Mails.New("carl@customer.example", user.Address));
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutMailboxAsync("box", Record(servers, user, protocol, security), user.Password);

        var tested = await gateway.TestMailboxAsync("box");
        Assert.True(tested.Ok, tested.Advice);
        Assert.Equal(MailboxState.Draft, tested.State);
        Assert.Contains("fromNow", tested.Advice, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<MailboxTestStepName>(), tested.Steps.Select(step => step.Name));
        Assert.All(
            tested.Steps.Skip(1),
            step =>
                Assert.Contains(
                    step.Name == MailboxTestStepName.Authenticate ? "Logged in" : "OK",
                    step.Words,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(1, tested.Folders["INBOX"]);
        Assert.Equal(protocol == MailboxProtocol.Imap ? ["INBOX"] : [], tested.Existing);

        Assert.Equal(MailboxState.Confirmed, (await gateway.TestMailboxAsync("box", ImportChoice.FromNow)).State);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_token_of_an_app_opens_a_mailbox_and_a_refused_one_is_told_with_the_endpoint_s_words(
        MailboxProtocol protocol
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        var broken = false;
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            broken
                ? (400, new { error = "invalid_client", error_description = "The secret has expired." })
                : (200, new { access_token = servers.MintToken(user), expires_in = 3600 })
        );
        await using var gateway = await TestMailboxes.StartAsync(servers);
        var settings = new OAuthSettings { TokenEndpoint = endpoint.Address, ClientId = "app" };
        await gateway.PutMailboxAsync(
            "box",
            Record(servers, user, protocol, ConnectionSecurity.Tls) with
            {
                Authentication = ServerAuthentication.Xoauth2,
                OAuth = settings,
            },
            "unused"
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.IncomingServer("box")), "s3cret", default);

        Assert.True(
            (await gateway.TestMailboxAsync("box", ImportChoice.FromNow)) is { Ok: true, State: MailboxState.Confirmed }
        );

        broken = true;
        gateway.Time.Advance(TimeSpan.FromHours(2));
        var refused = await gateway.TestMailboxAsync("box");
        Assert.Equal(
            (MailboxTestStepName.Authenticate, MailboxFailure.NoToken),
            (refused.Failed!.Value, refused.Failure!.Value)
        );
        Assert.Contains("The secret has expired.", refused.Steps[^1].Words, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_rotated_refresh_token_is_stored_and_used_next()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        var turn = 0;
        await using var endpoint = await TokenEndpoint.StartAsync(form =>
            form["refresh_token"] == $"r{turn}"
                ? (
                    200,
                    new
                    {
                        access_token = servers.MintToken(user),
                        expires_in = 3600,
                        refresh_token = $"r{++turn}",
                    }
                )
                : (400, new { error = "invalid_grant" })
        );
        await using var gateway = await TestMailboxes.StartAsync(servers);
        var settings = new OAuthSettings
        {
            TokenEndpoint = endpoint.Address,
            ClientId = "app",
            Grant = OAuthGrant.RefreshToken,
        };
        await gateway.PutMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Authentication = ServerAuthentication.Xoauth2,
                OAuth = settings,
            },
            "unused"
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.RefreshToken(SecretNames.IncomingServer("box")), "r0", default);

        Assert.True((await gateway.TestMailboxAsync("box", ImportChoice.FromNow)).Ok);
        gateway.Time.Advance(TimeSpan.FromHours(2));
        Assert.True((await gateway.TestMailboxAsync("box")).Ok);

        Assert.Equal(2, turn);
        Assert.Equal(
            "r2",
            await gateway
                .Get<ISecretStore>()
                .GetAsync(SecretNames.RefreshToken(SecretNames.IncomingServer("box")), default)
        );
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_wrong_password_is_told_in_the_server_s_words_and_never_repeated(MailboxProtocol protocol)
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutMailboxAsync("box", Record(servers, user, protocol, ConnectionSecurity.Tls), "n0t-it");

        var result = await gateway.TestMailboxAsync("box", ImportChoice.FromNow);

        Assert.Equal(
            (false, MailboxTestStepName.Authenticate, MailboxFailure.Credentials, MailboxState.Draft),
            (result.Ok, result.Failed!.Value, result.Failure!.Value, result.State)
        );
        Assert.Contains("uthentication failed", result.Steps[^1].Words, StringComparison.Ordinal);
        Assert.DoesNotContain("n0t-it", System.Text.Json.JsonSerializer.Serialize(result), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap, ConnectionSecurity.Tls)]
    [InlineData(MailboxProtocol.Imap, ConnectionSecurity.StartTls)]
    [InlineData(MailboxProtocol.Pop3, ConnectionSecurity.StartTls)]
    public async Task A_certificate_of_another_name_is_told_with_the_names_it_is_for(
        MailboxProtocol protocol,
        ConnectionSecurity security
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutMailboxAsync(
            "box",
            Record(servers, user, protocol, security) with
            {
                Host = MailServers.WrongNameHost,
            },
            user.Password
        );

        var result = await gateway.TestMailboxAsync("box", ImportChoice.FromNow);

        Assert.Equal(
            (MailboxTestStepName.Upgrade, MailboxFailure.CertificateName),
            (result.Failed!.Value, result.Failure!.Value)
        );
        Assert.Contains("another.example.test", result.Advice, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_missing_folder_is_told_and_so_is_one_that_mail_is_to_be_moved_to()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Folders = ["INBOX", "Orders"],
            },
            user.Password
        );
        var missing = await gateway.TestMailboxAsync("box", ImportChoice.FromNow);
        await gateway.PutMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                AfterFetch = AfterFetch.Move,
                MoveTo = "Done",
            },
            user.Password
        );
        var target = await gateway.TestMailboxAsync("box", ImportChoice.FromNow);

        Assert.Equal(
            (MailboxTestStepName.OpenFolder, MailboxFailure.NoFolder, "Orders"),
            (missing.Failed!.Value, missing.Failure!.Value, missing.Steps[^1].Folder)
        );
        Assert.Contains("There are: 'INBOX'", missing.Steps[^1].Words, StringComparison.Ordinal);
        Assert.Equal(["INBOX"], missing.Existing);
        Assert.Equal(["INBOX"], target.Existing);
        Assert.Equal(
            (MailboxTestStepName.OpenFolder, MailboxFailure.NoFolder, "Done"),
            (target.Failed!.Value, target.Failure!.Value, target.Steps[^1].Folder)
        );
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap, ConnectionSecurity.StartTls)]
    [InlineData(MailboxProtocol.Pop3, ConnectionSecurity.Tls)]
    public async Task The_wrong_kind_of_security_for_a_port_is_told(
        MailboxProtocol protocol,
        ConnectionSecurity security
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        // The port of the other kind.
        var other = security == ConnectionSecurity.Tls ? ConnectionSecurity.StartTls : ConnectionSecurity.Tls;
        await gateway.PutMailboxAsync(
            "box",
            Record(servers, user, protocol, other) with
            {
                Security = security,
            },
            user.Password
        );

        var result = await Patience.SpendAsync(gateway, gateway.TestMailboxAsync("box"));

        Assert.Equal(MailboxTestStepName.Upgrade, result.Failed);
        Assert.Contains(
            security == ConnectionSecurity.Tls ? "security startTls" : "security tls",
            result.Advice,
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task A_closed_port_an_unknown_host_and_a_missing_password_are_told_apart()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        var box = TestMailboxes.Of(servers, user);
        await gateway.PutMailboxAsync("closed", box with { Port = FreePorts.Take(1)[0] }, user.Password);
        await gateway.PutMailboxAsync("unknown", box with { Host = "no-such-host.invalid" }, user.Password);
        await gateway.PutAsync(Postern.Core.Configuration.ConfigurationKinds.IncomingServer, "bare", box);

        Assert.Equal(MailboxFailure.PortClosed, (await gateway.TestMailboxAsync("closed")).Failure);
        Assert.Equal(MailboxFailure.UnknownHost, (await gateway.TestMailboxAsync("unknown")).Failure);
        Assert.Equal(MailboxFailure.NoPassword, (await gateway.TestMailboxAsync("bare")).Failure);
    }

    private static IncomingServer Record(
        MailServers servers,
        MailUser user,
        MailboxProtocol protocol,
        ConnectionSecurity security
    ) =>
        TestMailboxes.Of(servers, user) with
        {
            Protocol = protocol,
            Security = security,
            Port = (protocol, security) switch
            {
                (MailboxProtocol.Imap, ConnectionSecurity.Tls) => servers.Ports.Imaps,
                (MailboxProtocol.Imap, _) => servers.Ports.Imap,
                (_, ConnectionSecurity.Tls) => servers.Ports.Pop3s,
                _ => servers.Ports.Pop3,
            },
        };
}
