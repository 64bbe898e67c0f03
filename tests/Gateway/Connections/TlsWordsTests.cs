using System.Security.Cryptography.X509Certificates;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Delivery;
using Postern.Gateway.Probing;
using Postern.Gateway.Smtp;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Connections;

/// <summary>
/// What is wrong with a server's TLS: the test of an outgoing server, a delivery, the test of a mailbox and its next
/// run say the same.
/// </summary>
public sealed class TlsWordsTests : IDisposable
{
    // The alert of a server that speaks no version that was offered (RFC 8446 §6.2).
    private static readonly byte[] ProtocolVersion = [21, 3, 1, 0, 2, 2, 70];

    private readonly ServerCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Each_fault_of_a_certificate_is_named_wherever_it_keeps_mail_from_moving()
    {
        await using var gateway = await StartAsync();
        var ended = $"{DateTimeOffset.UtcNow.AddDays(-3):yyyy-MM-dd}";
        (X509Certificate2 Certificate, ProbeFailure Failure, string Words)[] cases =
        [
            (_certificates.SelfSigned("localhost"), ProbeFailure.CertificateTrust, "self-signed"),
            (_certificates.Trusted("localhost", -3), ProbeFailure.CertificateTrust, $"it has expired, on {ended}"),
            (_certificates.Trusted("elsewhere.example"), ProbeFailure.CertificateName, "it is for elsewhere.example"),
            (_certificates.OfUnknown("localhost"), ProbeFailure.CertificateTrust, "authority 'Nobody's authority'"),
        ];
        foreach (var (certificate, failure, words) in cases)
        {
            var told = await TellAsync(gateway, server => server.Certificate = certificate);
            Assert.Equal(failure, told.Failure);
            Assert.All(told.Words, text => Assert.Contains(words, text, StringComparison.Ordinal));
            // One fault, one reason.
            Assert.All(told.Words, text => Assert.DoesNotContain(";", text, StringComparison.Ordinal));
        }
        var fine = await TellAsync(gateway, server => server.Certificate = _certificates.Trusted("localhost"));
        Assert.Null(fine.Failure);
    }

    [Fact]
    public async Task All_faults_of_a_certificate_are_named_together()
    {
        await using var gateway = await StartAsync();
        var told = await TellAsync(
            gateway,
            server => server.Certificate = _certificates.SelfSigned("elsewhere.example")
        );
        Assert.All(
            told.Words,
            text =>
            {
                Assert.Contains("it is for elsewhere.example", text, StringComparison.Ordinal);
                Assert.Contains("self-signed", text, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_server_with_old_TLS_only_is_named()
    {
        await using var gateway = await StartAsync();
        var told = await TellAsync(gateway, server => server.InsteadOfHandshake = ProtocolVersion);
        Assert.Equal(ProbeFailure.OldTls, told.Failure);
        Assert.All(told.Words, text => Assert.Contains("TLS 1.1 or older", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reply_of_a_waiting_delivery_is_the_fault_of_the_certificate()
    {
        await using var server = Smtp("STARTTLS");
        server.Certificate = _certificates.SelfSigned("localhost");
        await using var gateway = await TestGateway.StartAsync(settings =>
        {
            settings["DefaultServer:Host"] = "localhost";
            settings["DefaultServer:Port"] = $"{server.Port}";
            settings["DefaultServer:Security"] = "StartTls";
        });
        await gateway.SetUpDeskAsync();
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Contains("self-signed", delivery.Reply, StringComparison.Ordinal);
        Assert.Equal(DeliveryProblem.Security, delivery.Problem);
    }

    [Theory]
    [InlineData("AUTH XOAUTH2", false, "no password")]
    [InlineData("AUTH PLAIN LOGIN", true, "no access token")]
    [InlineData("SIZE", false, "no authentication")]
    public async Task A_server_that_takes_tokens_only_or_passwords_only_is_named_so_by_test_and_delivery(
        string offers,
        bool byToken,
        string words
    )
    {
        await using var gateway = await StartAsync();
        await using var server = Smtp(offers);
        var record = Record(server) with { Security = ConnectionSecurity.None, UserName = "ann" };
        if (byToken)
            record = record with
            {
                Authentication = ServerAuthentication.Xoauth2,
                OAuth = new OAuthSettings { TokenEndpoint = "https://login.example/token", ClientId = "app" },
            };
        var login = byToken ? new ProbeLogin(null, _ => Task.FromResult("token")) : new ProbeLogin("secret");

        var test = await TestAsync(gateway, record, login);
        var sent = await SendAsync(gateway, record);

        Assert.Equal((ProbeStepName.Authenticate, ProbeFailure.NoAuthentication), (test.Failed, test.Failure));
        Assert.Contains(words, test.Steps[^1].Words, StringComparison.Ordinal);
        Assert.Equal((DeliveryOutcome.Deferred, DeliveryProblem.Authentication), (sent.Outcome, sent.Problem));
        Assert.Equal(test.Steps[^1].Words, sent.Text);
        Assert.DoesNotContain(server.Received, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    /// <summary>What is said of the TLS of a server that offers STARTTLS: by two tests, a delivery and a run.</summary>
    private static async Task<(ProbeFailure? Failure, IReadOnlyList<string?> Words)> TellAsync(
        TestGateway gateway,
        Action<LineServer> set
    )
    {
        await using var smtp = Smtp("STARTTLS");
        var script = new ImapScript { Capabilities = "SASL-IR AUTH=PLAIN STARTTLS" };
        await using var imap = new LineServer(script.Answer);
        var box = new IncomingServer
        {
            Name = "Box",
            Host = "localhost",
            Port = imap.Port,
            Security = ConnectionSecurity.None,
            UserName = "box",
        };
        await gateway.ConfirmMailboxAsync("box", box, "pw", ImportChoice.FromNow);
        await gateway.PutMailboxAsync("box", box with { Security = ConnectionSecurity.StartTls }, "pw");
        set(smtp);
        set(imap);

        var test = await TestAsync(gateway, Record(smtp), new ProbeLogin(null));
        var sent = await SendAsync(gateway, Record(smtp));
        var tested = await gateway.TestMailboxAsync("box");
        await gateway.FetchAsync("box");
        var run = (await gateway.ScheduleAsync("box")).LastError;
        Assert.Equal(test.Failure?.ToString(), tested.Failure?.ToString());
        if (test.Ok)
            return (null, [run]);
        Assert.Equal((DeliveryOutcome.Unreachable, DeliveryProblem.Security), (sent.Outcome, sent.Problem));
        return (test.Failure, [test.Steps[^1].Words, sent.Text, tested.Steps[^1].Words, run]);
    }

    private static LineServer Smtp(string offers) =>
        new(line =>
            line.Split(' ')[0].ToUpperInvariant() switch
            {
                "" => "220 mail.example ready",
                "EHLO" => $"250-mail.example\r\n250 {offers}",
                "STARTTLS" => "220 go",
                "DATA" => "354 go",
                "." or "MAIL" or "RCPT" or "RSET" => "250 fine",
                "QUIT" => "221 bye\0",
                _ => "",
            }
        );

    private static OutgoingServer Record(LineServer server) =>
        new()
        {
            Id = "s",
            Name = "S",
            Host = "localhost",
            Port = server.Port,
            Security = ConnectionSecurity.StartTls,
        };

    private static Task<ProbeResult> TestAsync(TestGateway gateway, OutgoingServer server, ProbeLogin login) =>
        gateway
            .Get<ServerProbe>()
            .TestAsync(
                server,
                login,
                EmailAddress.Parse("ann@mycompany.example"),
                EmailAddress.Parse("carl@customer.example"),
                default
            );

    private static Task<DeliveryResult> SendAsync(TestGateway gateway, OutgoingServer server) =>
        gateway
            .Get<SmtpSender>()
            .SendAsync(
                server,
                Mails.New("ann@mycompany.example", "carl@customer.example"),
                new SmtpEnvelope("bounce@mycompany.example", "carl@customer.example"),
                default
            );

    private Task<TestGateway> StartAsync() =>
        TestGateway.StartAsync(settings => settings["Tls:CaFile"] = _certificates.AuthorityPath);
}
