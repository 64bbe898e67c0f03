using Azure.Storage.Queues.Models;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>Queue messages that carry several deliveries of one message.</summary>
public sealed class DeliveryBatchTests
{
    private const int Recipients = 20;

    [Fact]
    public async Task Where_the_parameter_allows_it_sixteen_deliveries_share_a_message_one_read_and_one_claim()
    {
        var calls = new StorageFaults();
        await using var gateway = await StartAsync("on", calls);
        await SubmitAsync(gateway);

        var messages = await QueuedAsync(gateway);
        Assert.Equal(2, messages.Count);
        calls.Reset();
        await gateway.DrainAsync();

        Assert.Equal(Recipients, gateway.Sent.Count);
        Assert.All(await DeliveriesAsync(gateway), AssertSentOnce);
        var claims = calls.Calls.Count(call => call.EndsWith("$batch", StringComparison.Ordinal));
        var outcomes = calls.Calls.Count(call =>
            call.StartsWith("PUT", StringComparison.Ordinal) && call.Contains("/threads(", StringComparison.Ordinal)
        );
        Assert.Equal((2, Recipients), (claims, outcomes));
    }

    [Fact]
    public async Task Without_the_parameter_each_is_a_message_that_the_version_before_reads()
    {
        await using var gateway = await StartAsync("off");
        await SubmitAsync(gateway);

        var messages = await QueuedAsync(gateway);

        Assert.Equal(Recipients, messages.Count);
        Assert.All(
            messages,
            message => Assert.Contains("\"delivery\":", message.MessageText, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_batch_of_which_another_run_holds_one_is_sent_but_for_that_one()
    {
        var death = new CrashAfterAcceptance();
        await using var gateway = await StartAsync("on", death);
        await SubmitAsync(gateway, 3);
        var sent = 0;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                if (++sent == 2)
                    death.Arm();
                return SmtpDataAnswer.Accept;
            },
        };

        await gateway.DrainAsync(e => e is CrashException);

        // The process died after the second mail; the third is free again when the lease of the run ends.
        var states = (await DeliveriesAsync(gateway)).CountBy(delivery => delivery.State).ToDictionary();
        Assert.Equal(1, states[DeliveryState.Sent]);
        Assert.Equal(2, states[DeliveryState.Sending]);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));
        Assert.All(await DeliveriesAsync(gateway), delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        Assert.Equal(4, gateway.Sent.Count);
        Assert.InRange((await DeliveriesAsync(gateway)).Sum(delivery => delivery.PossibleDoubles), 1, 2);
    }

    [Fact]
    public async Task Of_a_server_with_limits_that_is_slow_no_run_takes_longer_than_two_minutes_and_one_mail()
    {
        await using var gateway = await StartAsync("on");
        var server = ProgramMail.Through(gateway.Catcher) with { Id = "relay", RatePerMinute = 100 };
        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, server.Id, server);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                gateway.Time.Advance(TimeSpan.FromMinutes(3));
                return SmtpDataAnswer.Accept;
            },
        };
        await SubmitAsync(gateway, 3);

        await gateway.StepAsync(QueueNames.OutboundMail);

        Assert.Equal((1, 2), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        await gateway.DrainAsync();
        Assert.All(await DeliveriesAsync(gateway), AssertSentOnce);
    }

    [Theory]
    [InlineData("""{"v":1,"batch":{"thread":"a","message":"b","recipients":["c"]}}""", "v")]
    [InlineData("""{"v":2,"batch":{"thread":"a","message":"0000","recipients":["c"]}}""", "batch.message")]
    [InlineData("""{"v":2,"batch":{"thread":"a"}}""", "batch.message")]
    [InlineData(
        """{"v":2,"batch":{"thread":"a","message":"d1imos34clpmmbjkd5hm","recipients":[]}}""",
        "batch.recipients"
    )]
    [InlineData("""{"v":2,"batch":{"thread":"a","message":"d1imos34clpmmbjkd5hm","recipients":["c"]}}""", "batch")]
    public async Task A_batch_that_cannot_be_read_is_listed_and_never_guessed_at(string message, string field)
    {
        await using var gateway = await StartAsync("on");
        try
        {
            await gateway.RunAsync(QueueNames.OutboundMail, message);
        }
        catch (Core.Requests.UnknownContractVersionException)
        {
            // As for each message of another version: it stays for code that knows it.
            Assert.Equal("v", field);
            return;
        }
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(AttentionKind.Rejected, item.Kind);
        Assert.StartsWith(field, item.Field, StringComparison.Ordinal);
    }

    private static void AssertSentOnce(MessageDelivery delivery) =>
        Assert.Equal((DeliveryState.Sent, 1, 0), (delivery.State, delivery.Attempts, delivery.PossibleDoubles));

    private static async Task<TestGateway> StartAsync(
        string batches,
        params Azure.Core.Pipeline.HttpPipelinePolicy[] policies
    )
    {
        var gateway = await TestGateway.StartAsync(null, policies);
        await gateway.SetUpDeskAsync();
        await gateway.QueueDeliveriesAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.queue.batches", batches);
        await gateway.Get<Gateway.Secrets.TagKeys>().GetAsync(default);
        return gateway;
    }

    private static async Task SubmitAsync(TestGateway gateway, int recipients = Recipients)
    {
        var mail = new OutboundMail
        {
            Id = "m1",
            From = $"sam@{TestGateway.Domain}",
            To = [.. Enumerable.Range(0, recipients).Select(i => $"r{i}@customer.example")],
            Subject = "To all",
            Text = "Hi.",
        };
        await gateway.RunAsync(QueueNames.OutboundMail, MailQueues.Write(mail));
    }

    private static async Task<IReadOnlyList<PeekedMessage>> QueuedAsync(TestGateway gateway) =>
        (await gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundMail).PeekMessagesAsync(32)).Value;

    private static async Task<IReadOnlyList<MessageDelivery>> DeliveriesAsync(TestGateway gateway)
    {
        var claim = await gateway
            .Get<ClaimStore>()
            .FindAsync(ClaimKey.OfProgram(QueueNames.OutboundMail, "m1"), default);
        return await gateway.DeliveriesAsync(claim!.Postings[0].Thread.Key);
    }
}
