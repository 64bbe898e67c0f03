using Postern.Contracts.Queues;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using SmtpEnvelope = Postern.DevHost.Smtp.SmtpEnvelope;

namespace Postern.Tests.Smtp;

public sealed class EnvelopeFallbackTests
{
    [Fact]
    public async Task A_refused_bounce_address_gives_way_to_the_From_within_the_attempt_and_is_remembered()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var asked = new List<string>();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseSender = envelope => Refuse(envelope, asked, "bounce") };

        await SendAsync(gateway, "m1");
        Assert.Equal("notifications@mycompany.example", Assert.Single(gateway.Catcher.Mails).Envelope.From);
        Assert.Equal(2, asked.Count);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await SendAsync(gateway, "m2");

        Assert.Equal(
            ["notifications@mycompany.example", "notifications@mycompany.example"],
            gateway.Catcher.Mails.Select(mail => mail.Envelope.From)
        );
        Assert.Equal(3, asked.Count);
        gateway.Time.Advance(TimeSpan.FromDays(31));
        await SendAsync(gateway, "m3");
        Assert.Equal(5, asked.Count);
    }

    [Fact]
    public async Task A_server_that_refuses_the_From_too_refuses_the_mail_and_nothing_is_learnt()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var asked = new List<string>();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseSender = envelope => Refuse(envelope, asked, "") };

        await SendAsync(gateway, "m1");
        await SendAsync(gateway, "m2");

        Assert.Empty(gateway.Catcher.Mails);
        Assert.Equal(4, asked.Count);
    }

    private static string? Refuse(SmtpEnvelope envelope, List<string> asked, string start)
    {
        asked.Add(envelope.From);
        return envelope.From.StartsWith(start, StringComparison.Ordinal) ? "553 5.7.1 Sender address rejected" : null;
    }

    private static async Task SendAsync(TestGateway gateway, string id)
    {
        var mail = new OutboundMail
        {
            Id = id,
            From = "sam@other.example",
            To = ["carl@customer.example"],
            Subject = "Hello",
            Text = "Hi.",
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
        await gateway.DrainAsync();
    }
}
