using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Threads;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>What the host gave up stands in the list of what wants a person.</summary>
public sealed class PoisonTests
{
    [Fact]
    public async Task A_mail_that_fails_again_and_again_is_one_item_and_rests_until_a_person_replays_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        using var raw = new MemoryStream();
        await Mails.New("carl@customer.example", "support@mycompany.example").WriteToAsync(raw);
        var (id, name) = await gateway
            .Get<MailIntake>()
            .StoreAsync("poison", SpooledContent.Of(raw.ToArray()), new MailOrigin("http"), default);
        var message = MailQueues.Write(new InboundItem { Raw = name });

        await GiveUpAsync(gateway, QueueNames.InboundMail, message);
        gateway.Time.Advance(TimeSpan.FromMinutes(16));
        await GiveUpAsync(gateway, QueueNames.InboundMail, message);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.Failed, QueueNames.InboundMail, message), (item.Kind, item.Queue, item.Message));
        Assert.Equal(JournalState.Pending, (await gateway.JournalAsync(id)).State);

        await gateway.Get<AttentionStore>().ReplayAsync(item.Id, default);
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Theory]
    [InlineData(QueueNames.InboundMail, """{"v":2,"raw":"mail.eml"}""")]
    [InlineData(QueueNames.InboundMail, """{"v":1,"raw":"gone.eml"}""")]
    [InlineData(QueueNames.InboundMail, "no JSON")]
    [InlineData(QueueNames.ThreadPosts, """{"v":1}""")]
    public async Task Whatever_the_host_gave_up_is_kept_with_the_queue_that_it_came_from(string queue, string message)
    {
        await using var gateway = await TestGateway.StartAsync();

        await GiveUpAsync(gateway, queue, message);

        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.Failed, queue, message), (item.Kind, item.Queue, item.Message));
        Assert.Equal(
            0,
            (await gateway.Get<GatewayStorage>().Queue(queue + QueueNames.PoisonSuffix).GetPropertiesAsync())
                .Value
                .ApproximateMessagesCount
        );
    }

    [Theory]
    [InlineData(QueueNames.InboundMail)]
    [InlineData(QueueNames.ThreadPosts)]
    public async Task What_a_message_has_posted_before_it_was_given_up_is_delivered_all_the_same(string queue)
    {
        var death = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(null, death);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", "support@mycompany.example"));
        await gateway.DrainAsync();
        var thread = Assert.Single(
            (await gateway.Get<JournalStore>().ListAsync(gateway.Time.GetUtcNow(), null, 1, default))[0].Threads
        );
        var message = queue == QueueNames.InboundMail ? await TakeInAsync(gateway) : PostOn(thread);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));

        var before = gateway.Sent.Count;

        // The process dies at every write after the message is on its thread.
        for (var write = 1; await CountUnsentAsync() == 0; write++)
        {
            death.Reset();
            death.BreakAt = write;
            await Assert.ThrowsAsync<CrashException>(() => gateway.RunAsync(queue, message));
        }
        death.BreakAt = 0;
        await GiveUpAsync(gateway, queue, message);
        await gateway.DrainAsync();
        // What its last run had claimed is free when its lease ends.
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        Assert.Equal(0, await CountUnsentAsync());
        Assert.True(gateway.Sent.Count > before, "nothing was sent");
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.Failed, queue), (item.Kind, item.Queue));

        async Task<int> CountUnsentAsync()
        {
            var all = new List<MessageDelivery>();
            await foreach (var row in gateway.Get<GatewayStorage>().Table(TableNames.Threads).QueryAsync<TableEntity>())
            {
                if (row.GetString("state") is { } state && state != nameof(DeliveryState.Sent))
                    all.Add(TableRow.Read<MessageDelivery>(row));
            }
            return all.Count;
        }
    }

    private static string PostOn(ThreadKey thread) =>
        MailQueues.Write(
            new ThreadPost
            {
                Id = "p1",
                Thread = new ThreadItem { Model = thread.Model, Id = thread.Id },
                Author = $"sam@{TestGateway.Domain}",
                Text = "We are on it.",
            }
        );

    private static async Task<string> TakeInAsync(TestGateway gateway)
    {
        await gateway.PushAsync(Mails.New("dora@customer.example", "support@mycompany.example", "It smokes"));
        var inbound = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var taken = (await inbound.ReceiveMessageAsync()).Value;
        await inbound.DeleteMessageAsync(taken.MessageId, taken.PopReceipt);
        return taken.MessageText;
    }

    private static async Task GiveUpAsync(TestGateway gateway, string queue, string message)
    {
        await gateway.Get<MailQueues>().PutTextAsync(queue + QueueNames.PoisonSuffix, message, default);
        await gateway.Get<Housekeeper>().RunAsync(default);
    }
}
