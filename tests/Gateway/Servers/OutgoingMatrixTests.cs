using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Selection;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>
/// The gateway's own sending against real Postfix and Dovecot: every kind of connection, login and trouble.
/// </summary>
public sealed class OutgoingMatrixTests
{
    private const string Id = "s";

    [SkippableTheory]
    [InlineData(nameof(MailServerPorts.Submission), ConnectionSecurity.StartTls, null)]
    [InlineData(nameof(MailServerPorts.Submission), ConnectionSecurity.StartTlsWhenAvailable, null)]
    [InlineData(nameof(MailServerPorts.Submissions), ConnectionSecurity.Tls, null)]
    [InlineData(nameof(MailServerPorts.SubmissionPlain), ConnectionSecurity.StartTls, "PLAIN")]
    [InlineData(nameof(MailServerPorts.SubmissionLogin), ConnectionSecurity.StartTls, "LOGIN")]
    public async Task A_password_opens_every_kind_of_connection(
        string port,
        ConnectionSecurity security,
        string? mechanism
    )
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("login");
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.OutgoingPassword(Id), user.Password, default);

        var result = await SendAsync(
            gateway,
            Server(servers, port) with
            {
                Security = security,
                UserName = user.Address,
            },
            user.Address,
            user.Address
        );

        Assert.Equal((DeliveryOutcome.Accepted, result.Text), (result.Outcome, result.Text));
        var mail = await servers.Mail.WaitForMailAsync(user);
        Assert.Contains(
            mail.Headers,
            header => header.Id == HeaderId.Received && header.Value.Contains("ESMTPSA", StringComparison.Ordinal)
        );
        if (mechanism is not null)
            Assert.Contains(
                $"sasl_method={mechanism}, sasl_username={user.Address}",
                servers.Logs(),
                StringComparison.Ordinal
            );
    }

    [SkippableTheory]
    [InlineData(nameof(MailServerPorts.Submission), ConnectionSecurity.StartTls)]
    [InlineData(nameof(MailServerPorts.Submissions), ConnectionSecurity.Tls)]
    public async Task A_token_from_the_token_endpoint_opens_it_too(string port, ConnectionSecurity security)
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("token");
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (200, new { access_token = servers.MintToken(user), expires_in = 3600 })
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer(Id)), "s3cret", default);

        var result = await SendAsync(
            gateway,
            WithToken(Server(servers, port), user, endpoint) with
            {
                Security = security,
            },
            user.Address,
            user.Address
        );

        Assert.Equal((DeliveryOutcome.Accepted, result.Text), (result.Outcome, result.Text));
        Assert.Contains($"sasl_method=XOAUTH2, sasl_username={user.Address}", servers.Logs(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_saved_server_is_tested_with_its_token_and_says_when_there_is_none()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("token");
        var status = 200;
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (status, new { access_token = servers.MintToken(user), expires_in = 3600 })
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer("good")), "s3cret", default);
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer("bad")), "s3cret", default);
        var server = WithToken(Server(servers, nameof(MailServerPorts.Submission)), user, endpoint);
        await gateway.PutAsync(Postern.Core.Configuration.ConfigurationKinds.OutgoingServer, "good", server);
        await gateway.PutAsync(Postern.Core.Configuration.ConfigurationKinds.OutgoingServer, "bad", server);
        var test = gateway.Get<Postern.Gateway.Probing.ServerTest>();
        var options = new Postern.Contracts.Http.ServerTestOptions(user.Address, user.Address);

        var good = (await test.TestAsync("good", options, default)).Result!;
        status = 401;
        var bad = (await test.TestAsync("bad", options, default)).Result!;

        Assert.True(good.Ok, good.Advice);
        Assert.Equal((false, Postern.Contracts.Http.ProbeStepName.Authenticate), (bad.Ok, bad.Failed));
        Assert.Equal("authentication", (await test.TestAsync(server, null, options, default)).Problem!.Field);
    }

    [SkippableFact]
    public async Task A_token_that_the_server_refuses_is_asked_for_anew()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("token");
        var lifetime = TimeSpan.FromMinutes(-10);
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (200, new { access_token = servers.MintToken(user, lifetime), expires_in = 3600 })
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer(Id)), "s3cret", default);
        var server = WithToken(Server(servers, nameof(MailServerPorts.Submission)), user, endpoint);

        var refused = await SendAsync(gateway, server, user.Address, user.Address);
        lifetime = TimeSpan.FromHours(1);
        var accepted = await SendAsync(gateway, server, user.Address, user.Address);

        Assert.Equal((DeliveryOutcome.Deferred, DeliveryProblem.Authentication), (refused.Outcome, refused.Problem));
        Assert.Equal((DeliveryOutcome.Accepted, 2), (accepted.Outcome, endpoint.Requests.Count));
    }

    [SkippableFact]
    public async Task A_wrong_password_lets_the_mail_wait()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("login");
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.OutgoingPassword(Id), "wrong", default);

        var result = await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.Submission)) with
            {
                UserName = user.Address,
            },
            user.Address,
            user.Address
        );

        Assert.Equal((DeliveryOutcome.Deferred, DeliveryProblem.Authentication), (result.Outcome, result.Problem));
        Assert.Contains("uthentication failed", result.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unknown_recipient_fails_alone_among_good_ones()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var (one, two) = (servers.NewUser("good"), servers.NewUser("good"));
        var server = Server(servers, nameof(MailServerPorts.StrictMx));

        var results = new List<DeliveryResult>();
        foreach (var to in new[] { one.Address, $"nobody@{MailServers.MailDomain}", two.Address })
            results.Add(await SendAsync(gateway, server, PlainMail.Outsider, to));

        Assert.Equal(
            [DeliveryOutcome.Accepted, DeliveryOutcome.Refused, DeliveryOutcome.Accepted],
            results.Select(result => result.Outcome)
        );
        Assert.Equal((550, DeliveryProblem.Recipient), (results[1].Code, results[1].Problem));
        await servers.Mail.WaitForMailAsync(one);
        await servers.Mail.WaitForMailAsync(two);
    }

    [SkippableFact]
    public async Task What_a_busy_server_puts_off_is_sent_when_it_is_no_longer_busy()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            Id,
            Server(servers, nameof(MailServerPorts.SinkIsBusy))
        );
        var item = new OutboundMail
        {
            Id = "m1",
            From = "sam@other.example",
            To = ["x@elsewhere.test"],
            Subject = "Busy at first",
            Text = "Hi.",
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, item, default);
        await gateway.DrainAsync();

        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            Id,
            Server(servers, nameof(MailServerPorts.SinkAccepts))
        );
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        await servers.WaitForSunkMailAsync(mail => mail.Subject == "Busy at first");
    }

    [SkippableFact]
    public async Task A_mail_too_big_is_refused_by_its_size_or_by_its_content()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("big");

        var announced = await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.Mx)),
            PlainMail.Outsider,
            user.Address,
            new string('x', 72) + '\n',
            150_000
        );
        var found = await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.SinkRefusesData)),
            PlainMail.Outsider,
            "x@elsewhere.test"
        );

        Assert.Equal(
            (DeliveryOutcome.Refused, DeliveryProblem.Content, null),
            (announced.Outcome, announced.Problem, announced.Code)
        );
        Assert.Contains("10,240,000", announced.Text, StringComparison.Ordinal);
        Assert.Equal(
            (DeliveryOutcome.Refused, DeliveryProblem.Content, 552),
            (found.Outcome, found.Problem, found.Code)
        );
    }

    [SkippableTheory]
    [InlineData(CutAt.WithinTheMail, DeliveryOutcome.Unreachable, 0)]
    [InlineData(CutAt.AfterTheFinalDot, DeliveryOutcome.Unknown, 1)]
    public async Task A_cut_connection_leaves_the_fate_of_a_mail_open_only_after_the_final_dot(
        CutAt cut,
        DeliveryOutcome outcome,
        int delivered
    )
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("cut");
        await using var proxy = new CuttingProxy(servers.Ports.Mx, cut);
        var server = Server(servers, nameof(MailServerPorts.Mx)) with
        {
            Port = proxy.Port,
            Security = ConnectionSecurity.None,
        };

        // More than the buffers between the two hold, so that a cut within it is met while it is written.
        var result = await SendAsync(
            gateway,
            server,
            PlainMail.Outsider,
            user.Address,
            new string('x', 72) + '\n',
            130_000
        );

        Assert.Equal(outcome, result.Outcome);
        // A mail of its own tells when the mailbox has had time to take the other.
        await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.Mx)),
            PlainMail.Outsider,
            user.Address,
            "last\n"
        );
        await servers.Mail.WaitForMailAsync(user, mail => mail.TextBody!.StartsWith("last", StringComparison.Ordinal));
        await Eventually.ReadAsync(() => servers.Mail.CountAsync(user), count => count == delivered + 1);
    }

    [SkippableFact]
    public async Task A_dead_server_and_one_that_does_not_offer_STARTTLS_are_unreachable()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;

        var dead = await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.Mx)) with
            {
                Port = 9,
            },
            PlainMail.Outsider,
            "x@elsewhere.test"
        );
        var plain = await SendAsync(
            gateway,
            Server(servers, nameof(MailServerPorts.SinkAccepts)) with
            {
                Security = ConnectionSecurity.StartTls,
            },
            PlainMail.Outsider,
            "x@elsewhere.test"
        );

        Assert.Equal((DeliveryOutcome.Unreachable, DeliveryProblem.Connection), (dead.Outcome, dead.Problem));
        Assert.Equal((DeliveryOutcome.Unreachable, DeliveryProblem.Security), (plain.Outcome, plain.Problem));
    }

    [SkippableTheory]
    [InlineData(nameof(MailServerPorts.Submission), ConnectionSecurity.StartTls)]
    [InlineData(nameof(MailServerPorts.Submission), ConnectionSecurity.StartTlsWhenAvailable)]
    [InlineData(nameof(MailServerPorts.Submissions), ConnectionSecurity.Tls)]
    public async Task A_certificate_of_another_name_is_never_taken_unless_the_record_says_so(
        string port,
        ConnectionSecurity security
    )
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("name");
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.OutgoingPassword(Id), user.Password, default);
        var server = Server(servers, port) with
        {
            Host = MailServers.WrongNameHost,
            Security = security,
            UserName = user.Address,
        };

        var refused = await SendAsync(gateway, server, user.Address, user.Address);
        var untested = await SendAsync(gateway, server with { VerifyCertificate = false }, user.Address, user.Address);

        Assert.Equal((DeliveryOutcome.Unreachable, DeliveryProblem.Security), (refused.Outcome, refused.Problem));
        Assert.Equal(DeliveryOutcome.Accepted, untested.Outcome);
    }

    [SkippableFact]
    public async Task Where_the_null_sender_is_refused_automatic_mail_leaves_with_the_bounce_address()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("null");
        var (from, bounce) = (
            EmailAddress.Parse("notifications@mycompany.example"),
            EmailAddress.Parse("bounce@mycompany.example")
        );
        var server = Server(servers, nameof(MailServerPorts.NoNullSender));

        var tried = await gateway
            .Get<ServerDelivery>()
            .SendAsync(
                server,
                PlainMail.From(from.Address, user.Address, "notice"),
                new SmtpEnvelope("", user.Address),
                known => EnvelopeSender.ForAutomatic(server, from, bounce, known),
                EnvelopeRefusals.None,
                default
            );

        Assert.Equal(
            (DeliveryOutcome.Accepted, bounce.Address, EnvelopeRefusals.NullSender),
            (tried.Result.Outcome, tried.EnvelopeFrom, tried.Learnt)
        );
        Assert.Equal($"<{bounce.Address}>", (await servers.Mail.WaitForMailAsync(user)).Headers[HeaderId.ReturnPath]);
    }

    [SkippableFact]
    public async Task A_report_of_failure_repeats_the_envelope_s_id_and_holds_no_more_than_the_header()
    {
        var (servers, gateway) = await StartAsync();
        await using var _ = gateway;
        var user = servers.NewUser("dsn");
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.OutgoingPassword(Id), user.Password, default);
        var server = Server(servers, nameof(MailServerPorts.Submission)) with { UserName = user.Address };
        var mail = PlainMail.From(user.Address, "x@blocked.test", "lost", "secret words");

        await gateway
            .Get<SmtpSender>()
            .SendAsync(server, mail, new SmtpEnvelope(user.Address, "x@blocked.test", "delivery42"), default);
        var report = await servers.Mail.WaitForMailAsync(
            user,
            mail => mail.BodyParts.OfType<MessageDeliveryStatus>().Any()
        );

        Assert.Equal(
            "delivery42",
            report.BodyParts.OfType<MessageDeliveryStatus>().Single().StatusGroups[0]["Original-Envelope-Id"]
        );
        Assert.DoesNotContain("secret words", report.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(MailServers Servers, TestGateway TestGateway)> StartAsync()
    {
        var servers = await MailServers.SharedAsync();
        return (servers, await TestGateway.StartAsync(settings => settings["Tls:CaFile"] = servers.AuthorityPath));
    }

    private static OutgoingServer Server(MailServers servers, string port) =>
        new()
        {
            Id = Id,
            Name = "Real",
            Host = MailServers.Host,
            Port = (int)typeof(MailServerPorts).GetProperty(port)!.GetValue(servers.Ports)!,
            Security =
                port.StartsWith("Sink", StringComparison.Ordinal) ? ConnectionSecurity.None
                : port == nameof(MailServerPorts.Submissions) ? ConnectionSecurity.Tls
                : ConnectionSecurity.StartTls,
        };

    private static OutgoingServer WithToken(OutgoingServer server, MailUser user, TokenEndpoint endpoint) =>
        server with
        {
            UserName = user.Address,
            Authentication = ServerAuthentication.Xoauth2,
            OAuth = new OAuthSettings { TokenEndpoint = endpoint.Address, ClientId = "app" },
        };

    private static Task<DeliveryResult> SendAsync(
        TestGateway gateway,
        OutgoingServer server,
        string from,
        string to,
        string text = "text\n",
        int times = 1
    ) =>
        gateway
            .Get<SmtpSender>()
            .SendAsync(
                server,
                PlainMail.From(from, to, "matrix", string.Concat(Enumerable.Repeat(text, times))),
                new SmtpEnvelope(from, to),
                default
            );
}
