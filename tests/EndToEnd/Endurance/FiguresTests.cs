using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Flows;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Endurance;

/// <summary>What grows, and how: the figures of docs/scale.md.</summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Endurance")]
public sealed class FiguresTests(ITestOutputHelper output)
{
    private const string Agent = $"\"Anna Agent\" <agent@{TestGateway.Domain}>";
    private static readonly string Support = $"support@{TestGateway.Domain}";

    [Fact]
    public async Task What_is_left_of_200_mails_is_counted_by_table()
    {
        const int conversations = 100;
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var before = await Footprint.ReadAsync(gateway);
        for (var number = 0; number < conversations; number++)
        {
            await gateway.PushAsync(Mails.New($"c{number}@customer.example", Support, $"Case {number}"));
            await gateway.DrainAsync();
            await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "We look into it."));
            await gateway.DrainAsync();
        }

        var after = await Footprint.ReadAsync(gateway);
        output.WriteLine(after.Growth(before, 2 * conversations));
        Assert.Equal(2 * conversations, after.Journal - before.Journal);
    }

    [Fact]
    public async Task Of_5000_mails_of_one_sender_no_more_than_the_threshold_are_records_and_one_notice_is_sent()
    {
        const int flood = 5000;
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("warm@customer.example", Support));
        await gateway.DrainAsync();
        var before = await Footprint.ReadAsync(gateway);
        calls.Reset();
        var ids = new List<MailId>();
        for (var number = 0; number < flood; number++)
            ids.Add(await gateway.PushAsync(Mails.New("loop@customer.example", Support, $"Again {number}")));
        var other = await gateway.PushAsync(Mails.New("other@customer.example", Support));
        var watch = Stopwatch.StartNew();
        await gateway.DrainAsync();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"routed in {watch.Elapsed.TotalSeconds:0} s, {calls.Calls.Count / (double)flood:0.0} calls a mail"
            )
        );

        var entries = new List<JournalEntry>();
        foreach (var id in ids)
            entries.Add(await gateway.JournalAsync(id));
        var states = entries.CountBy(entry => entry.State).ToDictionary();
        output.WriteLine(string.Join(", ", states));
        var told = gateway.Catcher.Mails.CountBy(mail => mail.Envelope.Recipients[0]).ToDictionary();
        output.WriteLine($"mails to {string.Join(", ", told)}");
        foreach (
            var (kind, count) in (await gateway.Get<AttentionStore>().ListAsync(flood, default)).CountBy(item =>
                item.Kind
            )
        )
            output.WriteLine($"{count} items of attention: {kind}");
        output.WriteLine((await Footprint.ReadAsync(gateway)).Growth(before, flood));
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(other)).State);
        Assert.InRange(states.GetValueOrDefault(JournalState.Routed), 1, 20);
        Assert.Equal(1, told["loop@customer.example"]);
    }

    [Fact]
    public async Task A_post_to_5000_followers_is_sent_once_to_each()
    {
        const int followers = 5000;
        var (calls, told) = (new StorageFaults(), new HashSet<string>());
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        var copies = 0;
        gateway.Catcher.Behaviour = new SmtpBehaviour { AnswerData = Tell };
        await PostAsync(gateway, "first", "f0@a.example");
        var thread = new ThreadKey("news", "1");
        for (var number = 1; number < followers; number++)
            await gateway.Threads.TryAddFollowerAsync(
                thread,
                new Follower { Address = $"f{number}@a.example" },
                default
            );
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        calls.Reset();
        (copies, told) = (0, []);
        var watch = Stopwatch.StartNew();
        await PostAsync(gateway, "many", null);

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{calls.Calls.Count / (double)followers:0.00} calls a follower, {watch.Elapsed.TotalSeconds:0} s"
            )
        );
        var queued = calls
            .Calls.CountBy(call => call)
            .Where(call => call.Key.EndsWith("/messages", StringComparison.Ordinal));
        output.WriteLine(string.Join(", ", queued));
        Assert.Equal((followers, followers), (told.Count, copies));

        SmtpDataAnswer Tell(CaughtMail mail)
        {
            lock (calls)
            {
                copies++;
                told.Add(Assert.Single(mail.Envelope.Recipients));
            }
            return SmtpDataAnswer.Accept;
        }
    }

    [Fact]
    public async Task A_reply_to_a_thread_of_20000_messages_makes_the_calls_of_one_to_a_short_thread()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", Support));
        await gateway.DrainAsync();
        var notification = gateway.Sent[^1];
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        await ReplyAsync(gateway, calls, notification);
        var (few, quick) = await ReplyAsync(gateway, calls, notification);
        await FillAsync(gateway, thread, 20_000);
        await ReplyAsync(gateway, calls, notification);
        var (many, slow) = await ReplyAsync(gateway, calls, notification);

        output.WriteLine($"{few} calls and {quick:0} ms; after 20,000 messages {many} calls and {slow:0} ms");
        Assert.Equal(few, many);
    }

    private static async Task<(int Calls, double Milliseconds)> ReplyAsync(
        TestGateway gateway,
        StorageFaults calls,
        MimeKit.MimeMessage notification
    )
    {
        calls.Reset();
        var watch = Stopwatch.StartNew();
        await gateway.PushAsync(Mails.ReplyTo(notification, Agent, $"We look into it: {gateway.Time.GetUtcNow():O}"));
        await gateway.DrainAsync();
        return (calls.Calls.Count, watch.Elapsed.TotalMilliseconds);
    }

    // Older than those that are there, as copies of the first.
    private static async Task FillAsync(TestGateway gateway, ThreadKey thread, int count)
    {
        var table = gateway.Get<GatewayStorage>().Table(TableNames.Threads);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Partition} and RowKey ge 'm:' and RowKey lt 'm;'"
        );
        var model = JsonNode.Parse(table.Query<TableEntity>(filter).First().GetString("json"))!;
        var start = gateway.Time.GetUtcNow().AddYears(-1);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(100))
            await table.SubmitTransactionAsync(
                numbers.Select(number =>
                {
                    var key = MessageKey.Create(start.AddMinutes(number), Hash.Of(MessageKey.IdLength, $"{number}"));
                    model["key"] = key.Value;
                    var row = new TableEntity(thread.Partition, $"m:{key.Value}") { ["json"] = model.ToJsonString() };
                    return new TableTransactionAction(TableTransactionActionType.Add, row);
                })
            );
    }

    private static async Task PostAsync(TestGateway gateway, string id, string? follower)
    {
        var post = new ThreadPost
        {
            Id = id,
            Thread = new ThreadItem
            {
                Model = "news",
                Id = "1",
                Create = true,
            },
            Author = Agent,
            Subject = "News",
            Text = "There is news.",
            Followers = follower is null ? [] : [follower],
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, post, default);
        await gateway.DrainAsync();
    }
}
