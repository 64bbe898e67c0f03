using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>A mail of a program, and its deliveries.</summary>
internal sealed class ProgramMail(TestGateway gateway, string id)
{
    public ThreadKey Thread { get; } = ThreadOf(id);

    /// <summary>Puts a mail on the queue, through a server where one is named, and runs the queues.</summary>
    public static async Task<ProgramMail> SendAsync(
        TestGateway gateway,
        string id,
        string? server,
        params string[] recipients
    )
    {
        var mail = new OutboundMail
        {
            Id = id,
            From = $"sam@{TestGateway.Domain}",
            To = [.. recipients],
            Subject = id,
            Text = "Hi.",
            Server = server,
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
        await gateway.DrainAsync();
        return new ProgramMail(gateway, id);
    }

    public static OutgoingServer Through(SmtpCatcher catcher) =>
        new()
        {
            Name = "Relay",
            Host = "127.0.0.1",
            Port = catcher.Port,
            Security = ConnectionSecurity.None,
        };

    public Task<IReadOnlyList<MessageDelivery>> ListAsync() => gateway.DeliveriesAsync(Thread);

    public async Task<MessageDelivery> OnlyAsync() => Assert.Single(await ListAsync());

    /// <summary>How many deliveries were sent and how many wait.</summary>
    public async Task<(int Sent, int Waiting)> CountAsync()
    {
        var deliveries = await ListAsync();
        return (
            deliveries.Count(delivery => delivery.State == DeliveryState.Sent),
            deliveries.Count(delivery => delivery.State == DeliveryState.Waiting)
        );
    }

    private static ThreadKey ThreadOf(string id)
    {
        var key = ClaimKey.OfProgram(QueueNames.OutboundMail, id);
        var token = ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, 0);
        return new ThreadKey(ThreadKey.OutboundModel, token);
    }
}
