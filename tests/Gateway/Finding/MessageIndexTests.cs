using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Gateway.Operations;
using Postern.Gateway.Posting;
using Postern.Gateway.Searching;
using Postern.Gateway.Storage;
using Postern.Tests.Inbound;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Finding;

/// <summary>The rows by which threads and deliveries are found are there whatever happens.</summary>
public sealed class MessageIndexTests(ITestOutputHelper output)
{
    private const string Support = $"support@{TestGateway.Domain}";
    private const string Agent = $"agent@{TestGateway.Domain}";

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    public Task Every_delivery_and_thread_has_its_row_whichever_write_breaks(FaultKind kind) =>
        WriteFaults.BreakEachAsync(
            output,
            kind,
            () => Mails.New(WriteFaults.Customer, Support, cc: "bo@customer.example"),
            async (gateway, _) =>
            {
                await IndexRows.AssertWholeAsync(gateway.Get<GatewayStorage>());
                return gateway.Sent.Count(mail => $"{mail.To}".Contains(Agent, StringComparison.Ordinal)) - 1;
            }
        );

    [Fact]
    public async Task A_mail_to_many_has_a_row_for_each_though_its_run_is_killed_again_and_again()
    {
        var faults = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(null, faults);
        await gateway.SetUpDeskAsync();
        var mail = MailTo(250);
        foreach (var write in new[] { 4, 60, 104, 130, 170, 0 })
        {
            faults.Reset();
            faults.BreakAt = write;
            try
            {
                await gateway.RunAsync(QueueNames.OutboundMail, mail);
            }
            catch (CrashException)
            {
                Assert.NotEqual(0, write);
            }
        }
        await gateway.DrainAsync();

        await IndexRows.AssertWholeAsync(gateway.Get<GatewayStorage>());
        var last = new DeliveryFilter("r249@many.example");
        var found = await gateway.Get<DeliveryFinder>().FindAsync(last, null, 10, default);
        Assert.Equal((DeliveryState.Sent, "Come all"), (found.Items[0].State, found.Items[0].Subject));
    }

    [Fact]
    public async Task What_a_run_had_posted_when_it_failed_for_good_has_its_rows_too()
    {
        var faults = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(null, faults);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New(WriteFaults.Customer, Support));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var message = (await queue.ReceiveMessageAsync()).Value;
        // The claim, then what is written beside the message; it dies as soon as the message is posted.
        for (var write = 1; await CountDeliveriesAsync(gateway) == 0; write++)
        {
            faults.Reset();
            faults.BreakAt = write;
            await Assert.ThrowsAsync<CrashException>(() =>
                gateway.RunAsync(QueueNames.InboundMail, message.MessageText)
            );
        }
        faults.BreakAt = 0;
        await IndexRows.RemoveAsync(gateway.Get<GatewayStorage>());
        await gateway
            .Get<GatewayStorage>()
            .Queue(QueueNames.InboundMail + QueueNames.PoisonSuffix)
            .SendMessageAsync(message.MessageText);

        await gateway.Get<PoisonQueues>().DrainAsync(default);

        await IndexRows.AssertWholeAsync(gateway.Get<GatewayStorage>());
    }

    [Fact]
    public async Task Rows_that_an_older_version_did_not_write_are_filled_in_and_filling_again_changes_nothing()
    {
        var account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await TestGateway.StartAsync(account, time, null);
        await gateway.SetUpDeskAsync();
        foreach (var number in Enumerable.Range(0, 120))
        {
            await gateway.PushAsync(Mails.New($"c{number}@customer.example", Support, $"Mail {number}"));
            if (number % 40 == 0)
                gateway.Time.Advance(TimeSpan.FromDays(1));
        }
        await gateway.DrainAsync();
        var storage = gateway.Get<GatewayStorage>();
        await IndexRows.RemoveAsync(storage);
        await using var other = await TestGateway.StartAsync(account, time, null);

        var fill = other.Get<IndexFill>();
        await fill.BeginAsync(default);
        await fill.RunAsync(default);

        await IndexRows.AssertWholeAsync(storage);
        var state = await fill.FindAsync(default);
        Assert.Equal(120, state!.Threads);
        Assert.NotNull(state.Finished);
        var before = await IndexRows.CountAsync(storage);
        await fill.BeginAsync(default);
        await fill.RunAsync(default);
        Assert.Equal(before, await IndexRows.CountAsync(storage));
    }

    [Fact]
    public async Task A_round_of_filling_ends_in_time_within_a_long_thread_too_and_the_next_goes_on_there()
    {
        var account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await TestGateway.StartAsync(account, time, null);
        await gateway.SetUpDeskAsync();
        foreach (var day in Enumerable.Range(0, 5))
        {
            await gateway.Get<PostProcessor>().ProcessAsync(PostOn("long", day), default);
            time.Advance(TimeSpan.FromDays(1));
        }
        await gateway.Get<PostProcessor>().ProcessAsync(PostOn("short", 0), default);
        var storage = gateway.Get<GatewayStorage>();
        await IndexRows.RemoveAsync(storage);
        await using var other = await TestGateway.StartAsync(account, time, null, new SlowRows(time));
        var fill = other.Get<IndexFill>();
        await fill.BeginAsync(default);

        await fill.RunAsync(default);

        var state = (await fill.FindAsync(default))!;
        Assert.Equal((0, null, "test:long"), (state.Threads, state.Finished, state.Thread));
        for (var round = 0; round < 3; round++)
            await fill.RunAsync(default);
        state = (await fill.FindAsync(default))!;
        Assert.Equal((2, null, null), (state.Threads, state.Thread, state.Message));
        Assert.NotNull(state.Finished);
        await IndexRows.AssertWholeAsync(storage);
    }

    private static string PostOn(string thread, int number) =>
        new JsonObject
        {
            ["v"] = 1,
            ["id"] = $"{thread} {number}",
            ["thread"] = new JsonObject
            {
                ["model"] = "test",
                ["id"] = thread,
                ["create"] = true,
            },
            ["author"] = Agent,
            ["subject"] = $"Message {number}",
            ["text"] = "Hello",
        }.ToJsonString();

    private static async Task<int> CountDeliveriesAsync(TestGateway gateway)
    {
        var rows = gateway
            .Get<GatewayStorage>()
            .Table(TableNames.Threads)
            .QueryAsync<TableEntity>("RowKey ge 'd:' and RowKey lt 'd;'");
        return await rows.CountAsync();
    }

    private static string MailTo(int recipients) =>
        new JsonObject
        {
            ["v"] = 1,
            ["id"] = "many",
            ["from"] = $"news@{TestGateway.Domain}",
            ["to"] = new JsonArray([
                .. Enumerable.Range(0, recipients).Select(number => JsonValue.Create($"r{number}@many.example")),
            ]),
            ["subject"] = "Come all",
            ["text"] = "There is cake.",
        }.ToJsonString();

    /// <summary>Each row of a day takes twelve seconds.</summary>
    private sealed class SlowRows(FakeTimeProvider time) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            ProcessNext(message, pipeline);

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if ($"{message.Request.Uri}".Contains("'recent-", StringComparison.Ordinal))
                time.Advance(TimeSpan.FromSeconds(12));
            return ProcessNextAsync(message, pipeline);
        }
    }
}
