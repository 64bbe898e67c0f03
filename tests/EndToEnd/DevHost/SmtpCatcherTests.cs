using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Postern.DevHost.Smtp;

namespace Postern.Tests.DevHost;

public sealed class SmtpCatcherTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly SmtpClient _client = new();
    private SmtpCatcher? _catcher;

    private SmtpCatcher Catcher => _catcher!;

    public Task InitializeAsync()
    {
        _catcher = new SmtpCatcher(0, _folder, TimeProvider.System, NullLogger<SmtpCatcher>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Catcher.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_mail_is_caught_as_it_was_sent_with_its_envelope_and_kept_in_the_folder()
    {
        var message = Message(".a line with a dot\r\n..and with two\r\n.\r\nlast\r\n");
        await ConnectAsync();

        await _client.SendAsync(
            message,
            MailboxAddress.Parse("bounce@example.com"),
            [MailboxAddress.Parse("a@example.net"), MailboxAddress.Parse("b@example.net")]
        );

        var mail = Assert.Single(Catcher.Mails);
        Assert.Equal("bounce@example.com", mail.Envelope.From);
        Assert.Equal(["a@example.net", "b@example.net"], mail.Envelope.Recipients);
        Assert.Equal("Grüße", mail.Subject);
        Assert.Equal(message.TextBody, (await MimeMessage.LoadAsync(new MemoryStream(mail.Raw))).TextBody);
        Assert.Equal(mail.Raw, await File.ReadAllBytesAsync(Path.Combine(_folder, mail.Id + ".eml")));
        Assert.Contains(
            "b@example.net",
            await File.ReadAllTextAsync(Path.Combine(_folder, mail.Id + ".json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_usual_extensions_are_offered()
    {
        await ConnectAsync();

        Assert.Equal(
            SmtpCapabilities.Pipelining
                | SmtpCapabilities.EightBitMime
                | SmtpCapabilities.UTF8
                | SmtpCapabilities.Size
                | SmtpCapabilities.EnhancedStatusCodes,
            _client.Capabilities
        );
    }

    [Fact]
    public async Task An_address_outside_of_ASCII_goes_by_SMTPUTF8()
    {
        await ConnectAsync();

        await _client.SendAsync(
            FormatOptions.Default.Clone(),
            Message("text"),
            new MailboxAddress("", "jörg@example.com"),
            [new MailboxAddress("", "用户@example.net")]
        );

        var envelope = Assert.Single(Catcher.Mails).Envelope;
        Assert.Equal(("jörg@example.com", "用户@example.net"), (envelope.From, Assert.Single(envelope.Recipients)));
        Assert.Contains("SMTPUTF8", envelope.Parameters);
    }

    [Fact]
    public async Task A_recipient_can_be_refused()
    {
        Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) => recipient == "gone@example.net" ? "550 5.1.1 No such user" : null,
        };
        await ConnectAsync();

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync("gone@example.net"));
        await SendAsync("here@example.net");

        Assert.Equal((SmtpErrorCode.RecipientNotAccepted, 550), (refused.ErrorCode, (int)refused.StatusCode));
        Assert.Equal(["here@example.net"], Assert.Single(Catcher.Mails).Envelope.Recipients);
    }

    [Fact]
    public async Task A_mail_can_be_refused_after_its_content()
    {
        Catcher.Behaviour = new SmtpBehaviour { AnswerData = _ => SmtpDataAnswer.Refuse("451 4.7.1 Later") };
        await ConnectAsync();

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync("a@example.net"));

        Assert.Equal(451, (int)refused.StatusCode);
        Assert.Empty(Catcher.Mails);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task The_connection_can_be_dropped_after_the_final_dot(bool keeps, int mails)
    {
        Catcher.Behaviour = new SmtpBehaviour { AnswerData = _ => SmtpDataAnswer.Drop(keeps) };
        await ConnectAsync();

        var broken = await Assert.ThrowsAnyAsync<Exception>(() => SendAsync("a@example.net"));

        Assert.True(broken is SmtpProtocolException or IOException or ServiceNotConnectedException, broken.ToString());
        Assert.Equal(mails, Catcher.Mails.Count);
    }

    [Fact]
    public async Task A_connection_can_be_refused()
    {
        Catcher.Behaviour = new SmtpBehaviour { RefuseConnection = () => "421 4.3.2 Too many connections" };

        await Assert.ThrowsAnyAsync<Exception>(ConnectAsync);

        Assert.False(_client.IsConnected);
        Assert.Equal(1, Catcher.Connections);
    }

    [Fact]
    public async Task A_mail_beyond_the_size_is_refused_and_the_connection_goes_on()
    {
        Catcher.Behaviour = new SmtpBehaviour { MaxSize = 1000 };

        var replies = await TalkAsync(
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n"
                + string.Concat(Enumerable.Repeat("0123456789\r\n", 200))
                + ".\r\nMAIL FROM:<a@example.com> SIZE=2000\r\nNOOP\r\nQUIT\r\n"
        );

        Assert.Equal(["220", "250", "250", "250", "354", "552", "552", "250", "221"], replies);
        Assert.Empty(Catcher.Mails);
    }

    [Fact]
    public async Task Commands_in_the_wrong_order_or_unknown_are_refused()
    {
        var replies = await TalkAsync(
            "HELO me\r\nRCPT TO:<b@example.net>\r\nDATA\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\nRSET\r\n"
                + "MAIL FROM:a@example.com\r\nMAIL FROM:<> RET=HDRS\r\nSEND x\r\nQUIT\r\n"
        );

        Assert.Equal(["220", "250", "503", "503", "250", "503", "250", "501", "555", "500", "221"], replies);
    }

    [Fact]
    public async Task A_bare_line_feed_does_not_end_the_content()
    {
        var replies = await TalkAsync(
            "HELO me\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n"
                + "one\n.\nMAIL FROM:<evil@example.com>\r\n.\r\nQUIT\r\n"
        );

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], replies);
        Assert.Equal(
            "one\n.\nMAIL FROM:<evil@example.com>\r\n",
            Encoding.ASCII.GetString(Assert.Single(Catcher.Mails).Raw)
        );
    }

    private Task ConnectAsync() => _client.ConnectAsync("127.0.0.1", Catcher.Port, SecureSocketOptions.None);

    private async Task SendAsync(string recipient) =>
        await _client.SendAsync(
            Message("text"),
            MailboxAddress.Parse("a@example.com"),
            [MailboxAddress.Parse(recipient)]
        );

    private static MimeMessage Message(string text)
    {
        var message = new MimeMessage(
            new[] { MailboxAddress.Parse("a@example.com") },
            new[] { MailboxAddress.Parse("b@example.net") },
            "Grüße",
            new TextPart("plain") { Text = text }
        );
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    // Everything at once, as a client that pipelines may send it; gives the code of each reply's last line.
    private async Task<List<string>> TalkAsync(string commands)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", Catcher.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(commands));
        var replies = await new StreamReader(connection.GetStream()).ReadToEndAsync();
        return [.. replies.Split("\r\n").Where(line => line.Length > 3 && line[3] == ' ').Select(line => line[..3])];
    }
}
