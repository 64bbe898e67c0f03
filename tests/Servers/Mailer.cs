using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Reports;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Servers;

/// <summary>Sends mail to one address by a gateway, and lets it bounce.</summary>
public sealed class Mailer(TestGateway gateway, string recipient)
{
    private int _count;

    public TestGateway Gateway => gateway;

    /// <summary>Sends a mail and returns what the server caught; null when it took none.</summary>
    public async Task<CaughtMail?> SendAsync(string queue = QueueNames.OutboundMail)
    {
        var before = gateway.Catcher.Mails.Count;
        await gateway
            .Get<MailQueues>()
            .PutAsync(
                queue,
                new OutboundMail
                {
                    Id = $"mail-{++_count}",
                    From = $"support@{TestGateway.Domain}",
                    Bcc = [recipient],
                    Subject = $"News {_count}",
                    Text = "Much.",
                },
                default
            );
        await gateway.DrainAsync();
        return gateway.Catcher.Mails.Count == before ? null : gateway.Catcher.Mails[^1];
    }

    /// <summary>Sends a mail that bounces, and takes the bounce in.</summary>
    public async Task<MailId> BounceAsync(string status = "5.1.1", string diagnostic = Reports.UnknownUser) =>
        await TakeAsync(Reports.Dsn((await SendAsync())!, status, diagnostic));

    public async Task<MailId> TakeAsync(BinaryData report)
    {
        var id = await gateway.PushAsync(report);
        await gateway.DrainAsync();
        return id;
    }

    /// <summary>The delivery of the mail that was sent last.</summary>
    public async Task<MessageDelivery> DeliveryAsync()
    {
        var thread = (
            await gateway
                .Get<ClaimStore>()
                .FindAsync(ClaimKey.OfProgram(QueueNames.OutboundMail, $"mail-{_count}"), default)
        )!
            .Postings[0]
            .Thread
            .Key;
        return Assert.Single(await gateway.DeliveriesAsync(thread));
    }

    public async Task<IReadOnlyList<DeliveryReport>> HistoryAsync() =>
        (await gateway.Get<BounceHistory>().FindAsync(recipient, default)).History;

    public async Task<BlacklistEntry?> EntryAsync() =>
        (await gateway.Get<BlacklistStore>().FindAsync(recipient, default))?.Value;
}
