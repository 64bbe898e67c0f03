using System.Text;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.DevHost.Smtp;
using Postern.Gateway.Smtp;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using SmtpEnvelope = Postern.Core.Delivery.SmtpEnvelope;

namespace Postern.Tests.Smtp;

/// <summary>Connections and capabilities, against a server whose every reply a test can choose.</summary>
public sealed class SmtpSenderTests
{
    private static readonly string[] International = ["8BITMIME", "SMTPUTF8"];

    [Fact]
    public async Task A_connection_carries_a_hundred_mails()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 100; i++)
            await SendAsync(gateway);
        Assert.Equal(1, gateway.Catcher.Connections);
        await SendAsync(gateway);
        Assert.Equal(2, gateway.Catcher.Connections);
    }

    [Fact]
    public async Task Mails_at_a_time_share_no_more_connections_than_the_server_allows()
    {
        await using var gateway = await TestGateway.StartAsync();
        var server = Server(gateway) with { Connections = 2 };

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(gateway, server)));

        Assert.All(results, result => Assert.Equal(DeliveryOutcome.Accepted, result.Outcome));
        Assert.InRange(gateway.Catcher.Connections, 1, 2);
    }

    [Fact]
    public async Task A_recipient_beyond_ASCII_is_refused_at_once_where_SMTPUTF8_is_not_offered()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = ["8BITMIME"] };

        var result = await SendAsync(gateway, to: "jörg@customer.example");

        Assert.Equal((DeliveryOutcome.Refused, DeliveryProblem.Recipient), (result.Outcome, result.Problem));
        Assert.Contains("SMTPUTF8", result.Text, StringComparison.Ordinal);
        Assert.Empty(gateway.Catcher.Mails);
    }

    [Fact]
    public async Task Where_SMTPUTF8_is_offered_it_is_used_for_who_needs_it_only()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = International };

        await SendAsync(gateway, to: "jörg@customer.example");
        await SendAsync(gateway);

        Assert.Equal("jörg@customer.example", Assert.Single(gateway.Catcher.Mails[0].Envelope.Recipients));
        Assert.Contains("SMTPUTF8", gateway.Catcher.Mails[0].Envelope.Parameters);
        Assert.DoesNotContain("SMTPUTF8", gateway.Catcher.Mails[1].Envelope.Parameters);
    }

    [Theory]
    [InlineData(false, "quoted-printable")]
    [InlineData(true, "8bit")]
    public async Task A_text_is_sent_as_the_server_can_take_it(bool eightBit, string encoding)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = eightBit ? ["8BITMIME"] : [] };

        await SendAsync(
            gateway,
            text: string.Concat(Enumerable.Repeat("Der Drucker läuft wieder, aber er läuft heiß. ", 5))
        );

        Assert.Equal(encoding, gateway.Sent[0].Body!.Headers[HeaderId.ContentTransferEncoding]);
        Assert.Equal(eightBit, gateway.Catcher.Mails[0].Envelope.Parameters.Contains("BODY=8BITMIME"));
    }

    [Fact]
    public async Task A_mail_larger_than_the_server_takes_is_refused_before_it_is_sent_with_both_numbers()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { MaxSize = 2000 };

        var result = await SendAsync(gateway, text: new string('x', 3000));
        var after = await SendAsync(gateway);

        Assert.Equal((DeliveryOutcome.Refused, DeliveryProblem.Content), (result.Outcome, result.Problem));
        Assert.Contains("2,000", result.Text, StringComparison.Ordinal);
        Assert.Matches("3,[0-9]{3} bytes", result.Text);
        Assert.Equal(DeliveryOutcome.Accepted, after.Outcome);
        Assert.Equal(1, gateway.Catcher.Connections);
    }

    [Fact]
    public async Task A_mail_of_a_form_that_SMTP_does_not_allow_is_refused_before_anything_of_it_is_sent()
    {
        await using var gateway = await TestGateway.StartAsync();
        var mail = Mails.New("ann@mycompany.example", "carl@customer.example");
        mail.Headers.Add("List-Id", "x");
        mail.Headers[mail.Headers.IndexOf("List-Id")]
            .SetRawValue(Encoding.ASCII.GetBytes($" <{new string('x', 1200)}>\r\n"));
        var envelope = new SmtpEnvelope("bounce@mycompany.example", "carl@customer.example");

        var result = await gateway.Get<SmtpSender>().SendAsync(Server(gateway), mail, envelope, default);
        var after = await SendAsync(gateway);

        Assert.Equal((DeliveryOutcome.Refused, DeliveryProblem.Content), (result.Outcome, result.Problem));
        Assert.Contains("a line of 1,211 octets", result.Text, StringComparison.Ordinal);
        Assert.Equal(DeliveryOutcome.Accepted, after.Outcome);
        Assert.Single(gateway.Catcher.Mails);
    }

    [Fact]
    public async Task Dots_and_stray_line_ends_are_sent_so_that_no_server_ends_the_mail_early()
    {
        await using var gateway = await TestGateway.StartAsync();
        const string text = "one\r.\rtwo\n.\nthree\n.\r\nfour\r\n.\r\nfive\n";

        await SendAsync(gateway, text: text);

        var raw = Encoding.Latin1.GetString(Assert.Single(gateway.Catcher.Mails).Raw);
        Assert.All(raw.Split("\r\n"), line => Assert.Equal(-1, line.AsSpan().IndexOfAny('\r', '\n')));
        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal), gateway.Sent[0].TextBody);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2_000, true)]
    [InlineData(8_000, false)]
    [InlineData(8_000, true)]
    public async Task What_was_measured_is_what_is_sent(int lines, bool eightBit)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = eightBit ? ["8BITMIME"] : [] };
        var text = string.Concat(Enumerable.Repeat(".\nDer Drucker läuft heiß, schon wieder.\n..\n", lines));
        var mail = Mails.New("ann@mycompany.example", "carl@customer.example");
        MimeEntity body = new MultipartAlternative(
            new TextPart("plain") { Text = text },
            new TextPart("html") { Text = "<p>heiß" }
        );
        mail.Body = body;
        var envelope = new SmtpEnvelope("bounce@mycompany.example", "carl@customer.example");

        var result = await gateway.Get<SmtpSender>().SendAsync(Server(gateway), mail, envelope, default);

        Assert.Equal(DeliveryOutcome.Accepted, result.Outcome);
        Assert.Same(body, mail.Body);
        var sent = Assert.Single(gateway.Catcher.Mails);
        Assert.Equal(Written(mail), sent.Raw);
        Assert.Contains($"SIZE={sent.Raw.Length}", sent.Envelope.Parameters);
        Assert.Equal(eightBit, sent.Envelope.Parameters.Contains("BODY=8BITMIME"));
    }

    [Theory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.StartTlsWhenAvailable)]
    public async Task A_server_that_offers_STARTTLS_and_refuses_it_gets_nothing_in_plain_text(
        ConnectionSecurity security
    )
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = ["STARTTLS"] };

        var result = await SendAsync(gateway, Server(gateway) with { Security = security });

        Assert.Equal(DeliveryOutcome.Unreachable, result.Outcome);
        Assert.Empty(gateway.Catcher.Mails);
    }

    [Fact]
    public async Task A_server_that_refuses_the_connection_refuses_no_mail()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseConnection = () => "554 5.7.1 Your network is listed" };

        var result = await SendAsync(gateway);

        Assert.Equal((DeliveryOutcome.Unreachable, 554), (result.Outcome, result.Code));
        Assert.Contains("listed", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT", SmtpStage.Opening, DeliveryOutcome.Unreachable)]
    [InlineData("EHLO", SmtpStage.Opening, DeliveryOutcome.Unreachable)]
    [InlineData("MAIL", SmtpStage.Sender, DeliveryOutcome.Unreachable)]
    [InlineData("RCPT", SmtpStage.Recipient, DeliveryOutcome.Unreachable)]
    [InlineData("DATA", SmtpStage.Content, DeliveryOutcome.Unreachable)]
    [InlineData(".", SmtpStage.Content, DeliveryOutcome.Unknown)]
    public async Task A_server_that_falls_silent_has_timed_out(string at, SmtpStage stage, DeliveryOutcome outcome)
    {
        await using var silent = new SilentServer(at);
        await using var gateway = await TestGateway.StartAsync(settings =>
        {
            settings["Timings:SmtpSilence"] = "00:00:20";
            settings["Timings:SmtpFinalSilence"] = "00:00:20";
        });

        var sending = SendAsync(gateway, Server(gateway) with { Port = silent.Port });
        await Eventually.TrueAsync(() => silent.Waiting > 0);
        var result = await Patience.SpendAsync(gateway, sending);

        Assert.Equal((outcome, true, (SmtpStage?)stage), (result.Outcome, result.TimedOut, result.Stage));
        Assert.Contains("did not answer in time", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_did_not_answer_in_time_gets_thirty_seconds_until_it_answers_again()
    {
        await using var silent = new SilentServer("MAIL");
        await using var gateway = await TestGateway.StartAsync();
        var server = Server(gateway) with { Port = silent.Port };

        await TimesOutAfterAsync(TimeSpan.FromMinutes(3));
        await TimesOutAfterAsync(TimeSpan.FromSeconds(30));
        silent.Speaks = true;
        Assert.Equal(DeliveryOutcome.Accepted, (await SendAsync(gateway, server)).Outcome);
        silent.Speaks = false;
        await TimesOutAfterAsync(TimeSpan.FromMinutes(3));

        async Task TimesOutAfterAsync(TimeSpan patience)
        {
            var sending = SendAsync(gateway, server);
            await Eventually.TrueAsync(() => silent.Waiting == 1);
            gateway.Time.Advance(patience - TimeSpan.FromSeconds(1));
            Assert.False(sending.IsCompleted);
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True((await sending).TimedOut);
            await Eventually.TrueAsync(() => silent.Waiting == 0);
        }
    }

    private static byte[] Written(MimeMessage mail)
    {
        var options = FormatOptions.Default.Clone();
        (options.NewLineFormat, options.EnsureNewLine) = (NewLineFormat.Dos, true);
        using var stream = new MemoryStream();
        mail.WriteTo(options, stream);
        return stream.ToArray();
    }

    private static OutgoingServer Server(TestGateway gateway) =>
        new()
        {
            Id = "s",
            Name = "S",
            Host = "127.0.0.1",
            Port = gateway.Catcher.Port,
            Security = ConnectionSecurity.None,
        };

    private static Task<DeliveryResult> SendAsync(
        TestGateway gateway,
        OutgoingServer? server = null,
        string to = "carl@customer.example",
        string text = "Hi."
    ) =>
        gateway
            .Get<SmtpSender>()
            .SendAsync(
                server ?? Server(gateway),
                Mails.New("ann@mycompany.example", to, text: text),
                new SmtpEnvelope("bounce@mycompany.example", to),
                default
            );
}
