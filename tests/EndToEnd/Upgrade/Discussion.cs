using System.Text;
using MimeKit;
using Postern.Contracts.Queues;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>What a snapshot's gateway has finished: mail in and out, a note, a mailing, failures, a bounce.</summary>
internal sealed class Discussion(TestGateway gateway, HttpApi api)
{
    /// <summary>Id of the record.</summary>
    public string Thread { get; private set; } = "";

    public async Task HoldAsync()
    {
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, address) => RefusalOf(address) };
        Thread = await OpenAsync();
        await AnswerAsync();
        await PostAsync();
        await SendMailingAsync();
        await BounceAsync();
        await BreakContractAsync();
    }

    /// <summary>A mail to the support desk at the gateway's time.</summary>
    public static MimeMessage MailOf(TestGateway gateway, string from, string subject)
    {
        var mail = Mails.New(from, Cast.Support, subject);
        mail.Date = gateway.Time.GetUtcNow();
        return mail;
    }

    public static OutboundMail Mailing(string id, params string[] recipients) =>
        new()
        {
            Id = id,
            From = Cast.News,
            Bcc = recipients,
            Subject = $"Mailing {id}",
            Text = "Much is new.",
        };

    private static string? RefusalOf(string address) =>
        address switch
        {
            Cast.Sloane => "450 4.2.0 Greylisted, come back later",
            Cast.Ulf => "550 5.1.1 No such user",
            _ => null,
        };

    private async Task<string> OpenAsync()
    {
        var id = await PushAsync(MailOf(gateway, $"Carl <{Cast.Carl}>", "Printer on fire"));
        return (await api.GetAsync($"mails/{id}"))["threads"]![0]!["id"]!.GetValue<string>();
    }

    private Task<string> AnswerAsync() =>
        PushAsync(Mails.ReplyTo(LastTo(Cast.Agent), $"Anna Agent <{Cast.Agent}>", "Use the extinguisher."));

    // One copy arrives, one is put off, one is refused, one will bounce; and a note that only an employee reads.
    private async Task PostAsync()
    {
        await api.PostAsync(
            $"threads/{Cast.Model}/{Thread}/messages",
            new
            {
                id = "order",
                author = Cast.Agent,
                text = "A new extinguisher is on its way.",
                followers = new[] { Cast.Sloane, Cast.Ulf, Cast.Bea },
                attachments = new[]
                {
                    new
                    {
                        name = "order.txt",
                        type = "text/plain",
                        content = Base64("A red one"),
                    },
                },
            }
        );
        await api.PostAsync(
            $"threads/{Cast.Model}/{Thread}/messages",
            new
            {
                id = "note",
                kind = "note",
                author = Cast.Agent,
                text = "He orders much.",
                recipients = new[] { Cast.Boss },
            }
        );
        await DrainAsync();
    }

    private async Task SendMailingAsync()
    {
        var mailing = Mailing("one", Cast.Rita, Cast.Bea);
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundBulk, mailing, default);
        await DrainAsync();
    }

    private async Task BounceAsync()
    {
        var order = gateway.Catcher.Mails.First(mail => mail.Envelope.Recipients.Contains(Cast.Bea));
        await api.PushAsync(Reports.Dsn(order).ToArray(), order.Envelope.From);
        await DrainAsync();
    }

    private async Task BreakContractAsync()
    {
        await gateway.Get<MailQueues>().PutTextAsync(QueueNames.ThreadPosts, """{"v":1,"id":"broken"}""", default);
        await DrainAsync();
    }

    private async Task<string> PushAsync(MimeMessage mail)
    {
        mail.Date = gateway.Time.GetUtcNow();
        var id = await api.PushAsync(mail);
        await DrainAsync();
        return id;
    }

    // Two messages at one moment would have no order.
    private Task DrainAsync()
    {
        gateway.Time.Advance(TimeSpan.FromSeconds(10));
        return gateway.DrainAsync();
    }

    private MimeMessage LastTo(string address) =>
        new SentMail(gateway.Catcher.Mails.Last(mail => mail.Envelope.Recipients.Contains(address))).Mime;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
