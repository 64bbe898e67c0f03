using System.Text;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Composing;
using Postern.Core.Delivery;
using Postern.Core.Mime;
using Postern.Core.Threads;
using Postern.Gateway.Smtp;

namespace Postern.Tests.Servers;

/// <summary>Mail with whatever outsiders wrote into it, through real Postfix into a real mailbox.</summary>
public sealed class WireFormTests
{
    private static readonly string[] Smuggled =
    [
        "one\r.\rMAIL FROM:<eve@evil.example>\r",
        "one\n.\nMAIL FROM:<eve@evil.example>\n",
        "one\n.\r\nMAIL FROM:<eve@evil.example>\r\n",
        "one\r\n.\rMAIL FROM:<eve@evil.example>\r\n",
        "one\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<eve@evil.example>\r\nDATA\r\n",
        ".\r\n..\r\n...\r\n",
        "nul\0 and beyond: ä\r\n",
        new string('x', 5000),
    ];

    [SkippableFact]
    public async Task What_is_smuggled_into_a_mail_arrives_as_its_content_and_ends_no_mail()
    {
        var servers = await MailServers.SharedAsync();
        await using var gateway = await TestGateway.StartAsync(settings =>
            settings["Tls:CaFile"] = servers.AuthorityPath
        );
        var user = servers.NewUser("wire");

        for (var i = 0; i < Smuggled.Length; i++)
        {
            var result = await SendAsync(gateway, servers, user, i);
            Assert.Equal((DeliveryOutcome.Accepted, result.Text), (result.Outcome, result.Text));
        }

        for (var i = 0; i < Smuggled.Length; i++)
            AssertIsAsSent(await servers.Mail.WaitForMailAsync(user, mail => mail.Subject == SubjectOf(i)), i);
        Assert.Equal(Smuggled.Length, servers.FilesOf(user).Count);
    }

    private static void AssertIsAsSent(MimeMessage mail, int i)
    {
        using var file = new MemoryStream();
        Assert.IsAssignableFrom<MimePart>(mail.Attachments.Single()).Content!.DecodeTo(file);
        Assert.Equal(Encoding.UTF8.GetBytes(Smuggled[i]), file.ToArray());
        // Line ends are what a text has, whichever they were, and NUL is none.
        Assert.Contains(Lines(Smuggled[i]), Lines(mail.TextBody!), StringComparison.Ordinal);
        Assert.Empty(mail.Bcc);
        Assert.Equal(["short@customer.example", "own@mycompany.example"], mail.References);
    }

    private static string Lines(string text) =>
        text.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();

    private static string SubjectOf(int i) => $"smuggled {i}";

    private static Task<DeliveryResult> SendAsync(TestGateway gateway, MailServers servers, MailUser user, int i)
    {
        var server = new OutgoingServer
        {
            Id = "s",
            Name = "Real",
            Host = MailServers.Host,
            Port = servers.Ports.Mx,
            Security = ConnectionSecurity.StartTls,
        };
        var envelope = new SmtpEnvelope(PlainMail.Outsider, user.Address);
        return gateway.Get<SmtpSender>().SendAsync(server, Compose(user, i), envelope, default);
    }

    private static MimeMessage Compose(MailUser user, int i)
    {
        var content = Encoding.UTF8.GetBytes(Smuggled[i]);
        using var draft = new MailDraft
        {
            Message = Message(i),
            Delivery = new MessageDelivery
            {
                Message = "k",
                Recipient = user.Address,
                Name = "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=\r\nBcc: eve@evil.example",
            },
            From = EmailAddress.Parse(PlainMail.Outsider),
            Text = Smuggled[i],
            Files = [(new MessageAttachment("a.txt", "text/plain", content.Length, "b"), SpooledContent.Of(content))],
        };
        return NotificationComposer.Compose(draft);
    }

    private static ThreadMessage Message(int i) =>
        new()
        {
            Key = "k",
            Thread = new ThreadHead
            {
                Model = "helpdesk.ticket",
                Id = "1",
                Token = "0123456789ab",
                Subject = "Printer",
                Created = DateTimeOffset.UnixEpoch,
            },
            Time = DateTimeOffset.UnixEpoch,
            Author = new MessageAuthor("eve@evil.example", "Eve\r\nBcc: eve@evil.example", false),
            Subject = $"{SubjectOf(i)}\u202E",
            MessageId = "own@mycompany.example",
            References = ["short@customer.example", $"{new string('x', 990)}@evil.example", "own@mycompany.example"],
        };
}
