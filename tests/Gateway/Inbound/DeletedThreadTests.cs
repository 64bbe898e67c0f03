using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>An operator deletes the rows of a thread while mail for it is under way.</summary>
public sealed class DeletedThreadTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";

    [Fact]
    public async Task An_answer_whose_thread_is_deleted_once_it_was_decided_has_failed_and_waits_for_a_person()
    {
        var faults = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(null, faults);
        await gateway.SetUpDeskAsync();
        var first = await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(first)).Threads);
        var answer = await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "It is on the third floor."));
        var message = MailQueues.Write(new InboundItem { Raw = (await gateway.JournalAsync(answer)).Raw });
        // The first write is the claim: it stands when the process dies.
        faults.Reset();
        faults.BreakAt = 1;
        await Assert.ThrowsAsync<CrashException>(() => gateway.RunAsync(QueueNames.InboundMail, message));
        faults.BreakAt = 0;
        await DeleteAsync(gateway, thread);

        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(answer);
        Assert.Equal((JournalState.Failed, 0), (entry.State, entry.Threads.Count));
        Assert.Contains("was deleted before the mail was on it", entry.Reasons[^1].Text, StringComparison.Ordinal);
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.Failed, answer.Value), (item.Kind, item.Mail));
    }

    private static async Task DeleteAsync(TestGateway gateway, ThreadKey thread)
    {
        var table = gateway.Get<GatewayStorage>().Table(TableNames.Threads);
        var rows = table.Query<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {thread.Partition}"));
        foreach (var row in rows.ToList())
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All);
    }
}
