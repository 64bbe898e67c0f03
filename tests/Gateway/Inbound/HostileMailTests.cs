using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Editing;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// What outsiders put into names, subjects, texts, file names and values comes out as text, in every mail that
/// leaves.
/// </summary>
public sealed class HostileMailTests
{
    private const string Model = "helpdesk.ticket";
    private static readonly string[] Acting = ["script", "svg", "iframe", "form", "input", "object", "embed", "base"];

    // What a notification may have; of the parts below it, what MIME needs.
    private static readonly string[] Fields =
    [
        "cc",
        "content-disposition",
        "content-id",
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "in-reply-to",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "message-id",
        "mime-version",
        "references",
        "reply-to",
        "subject",
        "to",
    ];

    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</title></style><svg onload=alert(1)>",
        "x\r\nBcc: eve@evil.example",
        "x\r\n\r\n<form action=//evil.example><input>",
        "x\u2028Bcc: eve@evil.example",
        "\"; filename=\"x.exe",
        "../../x\0.exe",
        "{stop}{link}{message}",
        "x\" <eve@evil.example>, \"y",
    ];

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Nothing_that_a_mail_or_a_program_says_becomes_a_field_a_recipient_or_markup_that_acts()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.Model,
            Model,
            new RecordModel
            {
                Notification = new NotificationTemplate
                {
                    Subject = "{record} {values.team} {subject}",
                    Html = DefaultLayout.Html.Replace("{record}", "{record} {values.team}", StringComparison.Ordinal),
                },
            }
        );
        foreach (var attack in Attacks)
        {
            var before = gateway.Catcher.Mails.Count;
            var id = await gateway.PushAsync(Raw(attack));
            await gateway.DrainAsync();
            var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
            var edited = await gateway
                .Get<ThreadEditor>()
                .PatchAsync(
                    thread,
                    new ThreadPatch
                    {
                        Subject = attack,
                        Values = new JsonObject { ["team"] = attack },
                    },
                    EditCondition.None,
                    default
                );
            Assert.Equal(EditOutcome.Replaced, edited.Outcome);
            await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], "agent@mycompany.example", attack));
            await gateway.DrainAsync();

            Assert.Equal(before + 2, gateway.Catcher.Mails.Count);
            foreach (var mail in gateway.Catcher.Mails.Skip(before))
                AssertHarmless(mail.Raw);
            Assert.Equal(
                ["agent@mycompany.example", "carl@customer.example"],
                gateway.Catcher.Mails.Skip(before).SelectMany(mail => mail.Envelope.Recipients)
            );
        }
    }

    private static void AssertHarmless(byte[] raw)
    {
        var mail = MimeMessage.Load(new MemoryStream(raw));
        Assert.Empty(mail.Bcc);
        Assert.All(
            mail.To.Mailboxes.Concat(mail.Cc.Mailboxes),
            mailbox => Assert.DoesNotContain("evil.example", mailbox.Address, StringComparison.Ordinal)
        );
        Assert.Subset(
            Fields.ToHashSet(),
            mail.Headers.Concat(mail.BodyParts.SelectMany(part => part.Headers))
                .Select(header => header.Field.ToLowerInvariant())
                .ToHashSet()
        );
        Assert.All(mail.Attachments, part => Assert.DoesNotContain('/', part.ContentDisposition!.FileName!));
        var document = new HtmlParser().ParseDocument(mail.HtmlBody!);
        Assert.Empty(
            document
                .All.Where(element =>
                    Acting.Contains(element.LocalName)
                    || element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal))
                )
                .Select(element => element.OuterHtml)
        );
    }

    /// <summary>The attack in every place, as no well-behaved program would write it.</summary>
    private static BinaryData Raw(string attack)
    {
        var word = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(attack))}?=";
        var fileName = Uri.EscapeDataString(attack);
        return BinaryData.FromString(
            string.Join(
                "\r\n",
                $"From: {word} <carl@customer.example>",
                "To: support@mycompany.example",
                $"Subject: {word}",
                $"Message-Id: <{Guid.NewGuid()}@customer.example>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"<p>Hello {attack} there</p>")),
                "--b",
                "Content-Type: text/plain",
                $"Content-Disposition: attachment; filename*=utf-8''{fileName}",
                "",
                "x",
                "--b--",
                ""
            )
        );
    }
}
