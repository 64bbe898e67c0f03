using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Posting;

/// <summary>A message for a thousand followers.</summary>
public sealed class FanOutTests
{
    private const int Followers = 1000;
    private static readonly ThreadKey Thread = new("news", "1");

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_thousand_followers_are_told_once_each_whatever_is_killed_in_between_and_other_mail_goes_first()
    {
        var faults = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(null, faults);
        await gateway.SetUpDeskAsync();
        // The catcher keeps no more than a thousand mails.
        var told = new ConcurrentQueue<string>();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = mail =>
            {
                told.Enqueue(Assert.Single(mail.Envelope.Recipients));
                return SmtpDataAnswer.Accept;
            },
        };
        await PostAsync(gateway, "first", follower: "f0@a.example");
        await FollowAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));

        var post = Post("many", null);
        var kills = 0;
        foreach (var write in new[] { 3, 10, 25, 45, 0 })
        {
            faults.Reset();
            faults.BreakAt = write;
            try
            {
                await gateway.RunAsync(QueueNames.ThreadPosts, post);
            }
            catch (CrashException)
            {
                kills++;
            }
        }
        faults.BreakAt = 0;

        // Some of the bulk is under way when a customer writes: the agent hears of it before the rest.
        await gateway.StepAsync(QueueNames.OutboundBulk);
        var news = told.Count;
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", "It burns"));
        await gateway.StepAsync(QueueNames.InboundMail);
        await gateway.StepAsync(QueueNames.OutboundMail);
        Assert.Equal(news + 1, told.Count);
        await gateway.DrainAsync();

        Assert.Equal(4, kills);
        var states = (await gateway.DeliveriesAsync(Thread))
            .GroupBy(delivery => delivery.State)
            .Select(group => $"{group.Count()} {group.Key}");
        Assert.Equal([$"{Followers} Sent"], states);
        var followers = told.Skip(1)
            .Where(address => address.EndsWith("@a.example", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(Followers, followers.Count);
        Assert.Equal(Followers, followers.Distinct().Count());
        Assert.Null((await gateway.MessagesAsync(Thread))[^1].FanOut);
        Assert.All(
            await gateway.DeliveriesAsync(Thread),
            delivery => Assert.Equal((DeliveryState.Sent, 0), (delivery.State, delivery.PossibleDoubles))
        );
    }

    [Fact]
    public async Task A_message_for_many_leaves_other_mail_its_share_of_a_server_s_limit()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:DailyLimit"] = "50");
        await gateway.SetUpDeskAsync();
        await PostAsync(gateway, "first", follower: "f0@a.example");
        await FollowAsync(gateway, 120);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await PostAsync(gateway, "many", follower: "f0@a.example");
        Assert.InRange(gateway.Sent.Count, 30, 45);

        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", "It burns"));
        await gateway.DrainAsync();
        Assert.Equal("It burns", gateway.Sent[^1].Subject);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_page_whose_reply_was_lost_is_on_the_queue_all_the_same()
    {
        var calls = new StorageFaults { Kind = FaultKind.LostReply };
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await PostAsync(gateway, "first", follower: "f0@a.example");
        await FollowAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        calls.Reset();
        await gateway.RunAsync(QueueNames.ThreadPosts, Post("whole", null));
        var writes = calls
            .Calls.Where(call =>
                !call.StartsWith("GET", StringComparison.Ordinal) && !call.StartsWith("HEAD", StringComparison.Ordinal)
            )
            .ToList();
        var pages = Enumerable
            .Range(0, writes.Count)
            .Where(i => writes[i].EndsWith("$batch", StringComparison.Ordinal))
            .Select(i => i + 1)
            .ToList();
        Assert.InRange(pages.Count, 10, 12);

        // The claim, the first page, one in the middle, the last.
        foreach (
            var (page, index) in new[] { pages[0], pages[1], pages[5], pages[^1] }.Select(
                (page, index) => (page, index)
            )
        )
        {
            var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundBulk);
            calls.BreakAt = 0;
            await queue.ClearMessagesAsync();
            calls.Reset();
            calls.BreakAt = page;
            await gateway.RunAsync(QueueNames.ThreadPosts, Post($"broken {index}", null));
            Assert.True(calls.Happened);
            calls.BreakAt = 0;
            var queued = await RecipientsAsync(queue);
            Assert.Equal(Followers, queued.Distinct().Count());
            Assert.InRange(queued.Count, Followers, Followers * 2);
        }
        // The emulator looks through the messages of all queues at every call, those of other tests' too.
        calls.BreakAt = 0;
        await gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundBulk).ClearMessagesAsync();
    }

    /// <summary>Takes all messages off the queue and returns the recipients that they name.</summary>
    private static async Task<List<string>> RecipientsAsync(QueueClient queue)
    {
        var recipients = new List<string>();
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                recipients.AddRange(RecipientsOf(message.MessageText));
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }
        return recipients;
    }

    private static IReadOnlyList<string> RecipientsOf(string message) =>
        ContractReader.HasMember(message, "batch")
            ? ContractReader.Read<DeliveryBatchItem>(message, DeliveryBatchItem.BatchVersion).Item!.Batch.Recipients
            : [ContractReader.Read<DeliveryItem>(message).Item!.Delivery.Recipient];

    private static Task PostAsync(TestGateway gateway, string id, string follower) =>
        RunAsync(gateway, Post(id, follower));

    private static async Task RunAsync(TestGateway gateway, string post)
    {
        await gateway.RunAsync(QueueNames.ThreadPosts, post);
        await gateway.DrainAsync();
    }

    private static string Post(string id, string? follower) =>
        System.Text.Json.JsonSerializer.Serialize(
            new ThreadPost
            {
                Id = id,
                Thread = new ThreadItem
                {
                    Model = Thread.Model,
                    Id = Thread.Id,
                    Create = true,
                },
                Author = "Sam <sam@mycompany.example>",
                Subject = id,
                Text = "Much.",
                Followers = follower is null ? [] : [follower],
            },
            PosternJson.Strict
        );

    private static async Task FollowAsync(TestGateway gateway, int followers = Followers)
    {
        var rows = Enumerable
            .Range(1, followers - 1)
            .Select(i => new TableTransactionAction(
                TableTransactionActionType.Add,
                ThreadRows.Write(Thread, new Follower { Address = $"f{i}@a.example" })
            ));
        foreach (var page in rows.Chunk(100))
            Assert.True(await gateway.Threads.TrySubmitAsync(page, default));
    }
}
