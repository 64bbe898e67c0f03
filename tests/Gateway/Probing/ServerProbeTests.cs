using System.Net;
using System.Net.Sockets;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.DevHost.Smtp;
using Postern.Gateway.Probing;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Probing;

/// <summary>The test of an outgoing server against real Postfix, and against servers that go wrong.</summary>
public sealed class ServerProbeTests
{
    [SkippableTheory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.StartTlsWhenAvailable)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task A_server_that_works_passes_every_step_and_nothing_is_delivered(ConnectionSecurity security)
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await StartAsync(servers);

        var result = await TestAsync(
            gateway,
            Submission(servers, user, security),
            user.Password,
            user.Address,
            user.Address
        );

        Assert.True(result.Ok, result.Advice);
        Assert.Equal(Enum.GetValues<ProbeStepName>(), result.Steps.Select(step => step.Name));
        Assert.StartsWith("220 ", result.Steps[1].Words, StringComparison.Ordinal);
        Assert.StartsWith("354 ", result.Steps[^1].Words, StringComparison.Ordinal);
        var offered = result.Capabilities!;
        Assert.Equal(
            (security != ConnectionSecurity.Tls, true, true, true, true, true),
            (
                offered.StartTls,
                offered.EightBitMime,
                offered.SmtpUtf8,
                offered.Pipelining,
                offered.Dsn,
                offered.Chunking
            )
        );
        Assert.Contains("PLAIN", offered.Auth);
        Assert.True(offered.Size > 0);

        // A mail that is sent afterwards is the only one that arrives.
        await servers.Mail.SubmitAsync(user, Mails.New(user.Address, user.Address, "After the test"));
        var arrived = await servers.Mail.WaitForMailAsync(user, _ => true);
        Assert.Equal("After the test", arrived.Subject);
    }

    [SkippableFact]
    public async Task A_wrong_password_fails_at_authentication_and_is_not_repeated_in_the_result()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await StartAsync(servers);

        var result = await TestAsync(gateway, Submission(servers, user), "n0t-it", user.Address);

        Assert.Equal(
            (false, ProbeStepName.Authenticate, ProbeFailure.Credentials),
            (result.Ok, result.Failed!.Value, result.Failure!.Value)
        );
        Assert.StartsWith("535 ", result.Steps[^1].Words, StringComparison.Ordinal);
        Assert.DoesNotContain("n0t-it", System.Text.Json.JsonSerializer.Serialize(result), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task A_certificate_of_another_name_is_told_with_the_names_it_is_for(ConnectionSecurity security)
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await StartAsync(servers);

        var result = await TestAsync(
            gateway,
            Submission(servers, user, security) with
            {
                Host = MailServers.WrongNameHost,
            },
            user.Password,
            user.Address
        );

        Assert.Equal(
            (ProbeStepName.Upgrade, ProbeFailure.CertificateName),
            (result.Failed!.Value, result.Failure!.Value)
        );
        Assert.Contains("another.example.test", result.Advice, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_certificate_from_nobody_who_is_trusted_is_told_so()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await TestGateway.StartAsync();

        var result = await TestAsync(gateway, Submission(servers, user), user.Password, user.Address);

        Assert.Equal(
            (ProbeStepName.Upgrade, ProbeFailure.CertificateTrust),
            (result.Failed!.Value, result.Failure!.Value)
        );
        Assert.True(
            (
                await TestAsync(
                    gateway,
                    Submission(servers, user) with
                    {
                        VerifyCertificate = false,
                    },
                    user.Password,
                    user.Address
                )
            ).Ok
        );
    }

    [SkippableTheory]
    [InlineData(ConnectionSecurity.StartTls, true, "security tls")]
    [InlineData(ConnectionSecurity.None, true, "security tls")]
    [InlineData(ConnectionSecurity.Tls, false, "security startTls")]
    public async Task The_wrong_kind_of_security_for_a_port_is_told(
        ConnectionSecurity security,
        bool implicitTls,
        string advice
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await StartAsync(servers, step: TimeSpan.FromSeconds(3));
        var server = Submission(servers, user) with
        {
            Security = security,
            Port = implicitTls ? servers.Ports.Submissions : servers.Ports.Submission,
        };

        var result = await TestAsync(gateway, server, user.Password, user.Address);

        Assert.Equal(ProbeStepName.Upgrade, result.Failed);
        Assert.Contains(advice, result.Advice, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_server_without_the_authentication_it_wants_names_it()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("probe");
        await using var gateway = await StartAsync(servers);

        var plain = await TestAsync(
            gateway,
            Submission(servers, user, ConnectionSecurity.StartTls) with
            {
                UserName = null,
            },
            null,
            user.Address,
            "x@elsewhere.test"
        );
        var missing = await TestAsync(gateway, Submission(servers, user), null, user.Address);

        Assert.Equal(ProbeStepName.RcptTo, plain.Failed);
        Assert.Contains("userName", plain.Advice, StringComparison.Ordinal);
        Assert.Equal(
            (ProbeStepName.Authenticate, ProbeFailure.NoPassword),
            (missing.Failed!.Value, missing.Failure!.Value)
        );
    }

    [SkippableFact]
    public async Task A_refused_recipient_is_told_with_the_server_s_words()
    {
        var servers = await MailServers.SharedAsync();
        await using var gateway = await StartAsync(servers);
        var server = new OutgoingServer
        {
            Name = "Sink",
            Host = MailServers.Host,
            Port = servers.Ports.SinkRefusesRecipients,
            Security = ConnectionSecurity.None,
        };

        var result = await TestAsync(gateway, server, null, "ann@mycompany.example");

        Assert.Equal((ProbeStepName.RcptTo, ProbeFailure.Refused), (result.Failed!.Value, result.Failure!.Value));
        Assert.StartsWith("550 5.7.1", result.Steps[^1].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_sender_is_told_and_nothing_is_caught()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseSender = _ => "553 5.7.1 Sender not owned" };

        var result = await TestAsync(gateway, Catcher(gateway), null, "ann@mycompany.example");
        gateway.Catcher.Behaviour = new SmtpBehaviour();
        var passed = await TestAsync(gateway, Catcher(gateway), null, "ann@mycompany.example");

        Assert.Equal((ProbeStepName.MailFrom, ProbeFailure.Refused), (result.Failed!.Value, result.Failure!.Value));
        Assert.True(passed.Ok, passed.Advice);
        Assert.Empty(gateway.Catcher.Mails);
    }

    [Fact]
    public async Task A_server_that_takes_nobody_now_is_deferred()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseConnection = () => "421 4.7.0 Too busy" };

        var result = await TestAsync(gateway, Catcher(gateway), null, "ann@mycompany.example");

        Assert.Equal((ProbeStepName.Upgrade, ProbeFailure.Deferred), (result.Failed!.Value, result.Failure!.Value));
    }

    [Fact]
    public async Task A_closed_port_and_an_unknown_host_fail_at_the_connection()
    {
        await using var gateway = await TestGateway.StartAsync();
        var closed = await TestAsync(
            gateway,
            Catcher(gateway) with
            {
                Port = FreePorts.Take(1)[0],
            },
            null,
            "ann@mycompany.example"
        );
        var unknown = await TestAsync(
            gateway,
            Catcher(gateway) with
            {
                Host = "no-such-host.invalid",
            },
            null,
            "ann@mycompany.example"
        );

        Assert.Equal((ProbeStepName.Connect, ProbeFailure.PortClosed), (closed.Failed!.Value, closed.Failure!.Value));
        Assert.Equal(
            (ProbeStepName.Connect, ProbeFailure.UnknownHost),
            (unknown.Failed!.Value, unknown.Failure!.Value)
        );
        Assert.Null(closed.Capabilities);
    }

    [Fact]
    public async Task Something_else_than_smtp_is_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerOnceAsync(listener, "HTTP/1.1 400 Bad Request\r\n\r\n");
        await using var gateway = await TestGateway.StartAsync();

        var result = await TestAsync(
            gateway,
            Catcher(gateway) with
            {
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            },
            null,
            "ann@mycompany.example"
        );

        await answering;
        Assert.Equal((ProbeStepName.Upgrade, ProbeFailure.NotSmtp), (result.Failed!.Value, result.Failure!.Value));
    }

    [Fact]
    public async Task The_whole_test_ends_in_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var gateway = await TestGateway.StartAsync(settings => settings["Timings:Probe"] = "00:00:01");

        var result = await TestAsync(
            gateway,
            Catcher(gateway) with
            {
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            },
            null,
            "ann@mycompany.example"
        );

        Assert.Equal((ProbeStepName.Upgrade, ProbeFailure.TimedOut), (result.Failed!.Value, result.Failure!.Value));
    }

    private static async Task AnswerOnceAsync(TcpListener listener, string words)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(words));
        // Until the other side hangs up.
        await client.GetStream().CopyToAsync(Stream.Null);
    }

    private static Task<TestGateway> StartAsync(MailServers servers, TimeSpan? step = null) =>
        TestGateway.StartAsync(settings =>
        {
            settings["Tls:CaFile"] = servers.AuthorityPath;
            if (step is { } limit)
                settings["Timings:ProbeStep"] = limit.ToString();
        });

    private static OutgoingServer Submission(
        MailServers servers,
        MailUser user,
        ConnectionSecurity security = ConnectionSecurity.StartTls
    ) =>
        new()
        {
            Name = "Submission",
            Host = MailServers.Host,
            Port = security == ConnectionSecurity.Tls ? servers.Ports.Submissions : servers.Ports.Submission,
            Security = security,
            UserName = user.Address,
        };

    private static OutgoingServer Catcher(TestGateway gateway) =>
        new()
        {
            Name = "Catcher",
            Host = "127.0.0.1",
            Port = gateway.Catcher.Port,
            Security = ConnectionSecurity.None,
        };

    private static Task<ProbeResult> TestAsync(
        TestGateway gateway,
        OutgoingServer server,
        string? password,
        string from,
        string? to = null
    ) =>
        gateway
            .Get<ServerProbe>()
            .TestAsync(
                server,
                password,
                EmailAddress.Parse(from),
                EmailAddress.Parse(to ?? $"postmaster@{from.Split('@')[1]}"),
                default
            );
}
