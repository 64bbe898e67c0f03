using Azure.Core;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.DevHost.Smtp;
using Postern.Gateway.Inbound;
using Postern.Gateway.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Inbound;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Outbound;

/// <summary>Deliveries that the run sends which has made their message.</summary>
public sealed class InlineDeliveryTests(ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Desk = $"team@{TestGateway.Domain}";

    [Fact]
    public async Task The_run_that_routes_a_mail_sends_its_deliveries_with_one_claim_and_nothing_is_queued()
    {
        var calls = new StorageFaults();
        await using var gateway = await DeskAsync(3, calls);
        await RouteAsync(gateway);

        calls.Reset();
        var thread = await RouteAsync(gateway);

        Assert.Equal(6, gateway.Sent.Count);
        await AssertAllAsync(gateway, thread, DeliveryState.Sent, attempts: 1);
        Assert.Equal(0, await gateway.CountQueuedAsync());
        var batches = calls.Calls.Count(call => call.EndsWith("/$batch", StringComparison.Ordinal));
        output.WriteLine(string.Join('\n', calls.Calls));
        // The claim of the mail with the token of its thread, the message with its deliveries, the deliveries' claim.
        Assert.Equal(3, batches);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 9)]
    public async Task Up_to_eight_are_sent_at_once_and_more_go_to_the_queue(int followers, int queued)
    {
        await using var gateway = await DeskAsync(followers);

        await RouteAsync(gateway);

        Assert.Equal(queued, await gateway.CountQueuedAsync());
        await gateway.DrainAsync();
        Assert.Equal(followers, gateway.Sent.Count);
    }

    [Theory]
    [InlineData("MAIL", 1)]
    [InlineData("DATA", 1)]
    public async Task A_server_that_is_silent_before_the_content_costs_ten_seconds_once_and_no_attempt(
        string silentAt,
        int connections
    )
    {
        await using var silent = new SilentServer(silentAt);
        await using var gateway = await DeskAsync(3);
        await PutServerAsync(gateway, silent.Port);

        var thread = await RouteAsync(gateway, () => silent.Waiting == 1);
        await AssertAllAsync(gateway, thread, DeliveryState.Queued, attempts: 0);
        Assert.Equal(3, await gateway.CountQueuedAsync());

        // It is left alone for five minutes.
        var next = await RouteAsync(gateway);
        await AssertAllAsync(gateway, next, DeliveryState.Queued, attempts: 0);
        Assert.Equal((connections, 6), (silent.Connections, await gateway.CountQueuedAsync()));

        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        silent.Speaks = true;
        var last = await RouteAsync(gateway);
        await AssertAllAsync(gateway, last, DeliveryState.Sent, attempts: 1);
    }

    [Fact]
    public async Task A_mail_whose_content_was_begun_runs_out_and_the_others_go_back_to_the_queue()
    {
        await using var silent = new SilentServer(".");
        await using var gateway = await DeskAsync(3);
        await PutServerAsync(gateway, silent.Port);

        var (run, id) = await BeginAsync(gateway);
        await Eventually.TrueAsync(() => silent.Waiting == 1);
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(run.IsCompleted);
        gateway.Time.Advance(TimeSpan.FromMinutes(10));
        await run;

        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.Equal(1, deliveries.Count(delivery => delivery is { State: DeliveryState.Unknown, Attempts: 1 }));
        Assert.Equal(2, deliveries.Count(delivery => delivery is { State: DeliveryState.Queued, Attempts: 0 }));
        Assert.Equal(2, await gateway.CountQueuedAsync());
    }

    [Fact]
    public async Task A_slow_dialogue_turns_it_off_for_five_minutes()
    {
        await using var gateway = await DeskAsync(1);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                gateway.Time.Advance(TimeSpan.FromSeconds(3));
                return SmtpDataAnswer.Accept;
            },
        };

        await RouteAsync(gateway);
        Assert.Equal((1, 0), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        await RouteAsync(gateway);
        Assert.Equal((1, 1), (gateway.Sent.Count, await gateway.CountQueuedAsync()));

        gateway.Time.Advance(TimeSpan.FromMinutes(5));
        await RouteAsync(gateway);
        Assert.Equal((2, 1), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
    }

    [Fact]
    public async Task Four_runs_of_a_process_use_a_server_at_once_and_the_fifth_leaves_it_to_the_queue()
    {
        await using var silent = new SilentServer(".") { Speaks = true };
        await using var gateway = await DeskAsync(1);
        await PutServerAsync(gateway, silent.Port);
        // One that has answered may have more than one run.
        await RouteAsync(gateway);
        silent.Speaks = false;
        var runs = new List<Task>();
        for (var run = 1; run <= 4; run++)
        {
            runs.Add((await BeginAsync(gateway)).Run);
            await Eventually.TrueAsync(() => silent.Waiting == run);
        }

        await RouteAsync(gateway);

        Assert.Equal((4, 1), (silent.Waiting, await gateway.CountQueuedAsync()));
        gateway.Time.Advance(TimeSpan.FromMinutes(11));
        await Task.WhenAll(runs);
    }

    [Fact]
    public async Task After_the_hosts_stop_signal_no_further_mail_is_begun()
    {
        await using var gateway = await DeskAsync(4);
        using var host = new CancellationTokenSource();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                if (gateway.Catcher.Mails.Count == 1)
                    host.Cancel();
                return SmtpDataAnswer.Accept;
            },
        };

        var (id, message) = await TakeInAsync(gateway);
        await gateway.Get<InboundProcessor>().ProcessAsync(message, host.Token).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(2, gateway.Sent.Count);
        Assert.Equal(2, await gateway.CountQueuedAsync());
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.All(deliveries, delivery => Assert.Equal(0, delivery.PossibleDoubles));
        await gateway.DrainAsync();
        Assert.Equal(4, gateway.Sent.Count);
    }

    [Fact]
    public async Task What_a_limit_of_the_server_lets_through_is_sent_and_the_rest_goes_to_the_queue()
    {
        await using var gateway = await DeskAsync(3);
        await PutServerAsync(gateway, gateway.Catcher.Port, server => server with { RatePerMinute = 2 });

        var thread = await RouteAsync(gateway);

        Assert.Equal((2, 1), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.Equal(1, deliveries.Count(delivery => delivery is { State: DeliveryState.Queued, Attempts: 0 }));
        await gateway.DrainAsync();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(3, gateway.Sent.Count);
    }

    [Fact]
    public async Task A_server_with_few_connections_is_left_to_the_queue_until_one_is_there()
    {
        await using var gateway = await DeskAsync(1);
        await PutServerAsync(gateway, gateway.Catcher.Port, server => server with { Connections = 1 });
        await RouteAsync(gateway);
        Assert.Equal((0, 1), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        await gateway.DrainAsync();

        await RouteAsync(gateway);
        Assert.Equal((2, 0), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
    }

    [Fact]
    public async Task A_mail_that_cannot_be_composed_is_left_to_the_queue_and_the_record_is_made()
    {
        var gone = new Interjection(request =>
            request.Method == RequestMethod.Get
            && request.Uri.ToString().Contains($"/{ContainerNames.Content}/", StringComparison.Ordinal)
        );
        await using var gateway = await DeskAsync(1, gone);
        gone.Act = () => throw new InvalidDataException("The file is gone.");

        var mail = Mails.New(Customer, Desk);
        var body = new BodyBuilder { TextBody = "See the file." };
        body.Attachments.Add("a.txt", "It burns."u8.ToArray());
        mail.Body = body.ToMessageBody();
        var id = await gateway.PushAsync(mail);
        await gateway.StepAsync(QueueNames.InboundMail);

        Assert.Null(gone.Act);
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
        Assert.Equal((0, 1), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        await gateway.DrainAsync();
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task Where_another_run_has_changed_one_of_them_all_go_to_the_queue()
    {
        var claim = new Interjection(IsClaimOfDeliveries);
        await using var gateway = await DeskAsync(3, claim);
        claim.Act = async () =>
        {
            var journal = await gateway
                .Get<Gateway.Stores.JournalStore>()
                .ListAsync(gateway.Time.GetUtcNow(), null, 10, default);
            var thread = Assert.Single(journal[0].Threads);
            var delivery = (await gateway.DeliveriesAsync(thread))[1];
            var snapshot = await gateway.Threads.FindDeliveryAsync(delivery.Reference(thread), default);
            var changed = delivery with { Warning = "Changed meanwhile." };
            Assert.NotNull(await gateway.Threads.TrySaveAsync(thread, snapshot!.Delivery, changed, default));
        };

        var thread = await RouteAsync(gateway);

        Assert.Null(claim.Act);
        Assert.Equal((0, 3), (gateway.Sent.Count, await gateway.CountQueuedAsync()));
        await gateway.DrainAsync();
        await AssertAllAsync(gateway, thread, DeliveryState.Sent, attempts: 1);
    }

    [Fact]
    public async Task The_connection_of_a_run_is_closed_when_it_was_idle_for_five_seconds()
    {
        await using var gateway = await DeskAsync(1);
        await PutServerAsync(gateway, gateway.Catcher.Port);
        await RouteAsync(gateway);
        var server = (
            await gateway.Get<Gateway.Settings.GatewayConfigurationSource>().GetAsync(default)
        ).OutgoingServers[0];
        var pool = gateway.Get<SmtpConnections>().To(server);

        gateway.Time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.TrueAsync(async () => !await HoldsOneAsync());

        async Task<bool> HoldsOneAsync()
        {
            if (await pool.TakeAsync(default) is not { } kept)
                return false;
            pool.Keep(kept);
            return true;
        }
    }

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    [Trait("Speed", "Long")]
    public async Task A_mail_for_eight_whose_every_write_is_broken_once_reaches_each_of_them(FaultKind kind)
    {
        var (at, doubles) = (1, 0);
        for (; ; at++)
        {
            var faults = new StorageFaults { Kind = kind };
            await using var gateway = await DeskAsync(8, faults);
            var (id, message) = await TakeInAsync(gateway);
            faults.Reset();
            faults.BreakAt = at;
            await RunAsTheHostAsync(gateway, message);
            if (!faults.Happened)
                break;
            doubles += await CheckAsync(gateway, id);
        }
        output.WriteLine($"{kind}: {at - 1} writes broken one at a time; second copies: {doubles}");
        Assert.InRange(at, 12, 100);
        // Each kill between an acceptance and its row sends one mail again; there are eight such moments.
        Assert.InRange(doubles, 0, kind == FaultKind.LostReply ? 0 : 8);
    }

    /// <summary>Asserts that each follower has the mail, and returns how many second copies were sent.</summary>
    private static async Task<int> CheckAsync(TestGateway gateway, MailId id)
    {
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.Equal(8, deliveries.Count);
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        var reached = gateway.Sent.CountBy(mail => $"{mail.To}").ToDictionary();
        Assert.Equal(8, reached.Count);
        var twice = reached.Values.Sum() - 8;
        Assert.InRange(twice, 0, 1);
        Assert.True(deliveries.Sum(delivery => delivery.PossibleDoubles) >= twice, "a second copy was not counted");
        return twice;
    }

    private static async Task RunAsTheHostAsync(TestGateway gateway, string message)
    {
        try
        {
            await gateway.RunAsync(QueueNames.InboundMail, message);
        }
        catch (CrashException)
        {
            await gateway.RunAsync(QueueNames.InboundMail, message);
        }
        await WriteFaults.RunToEndAsync(gateway);
    }

    /// <summary>A desk with as many followers of each new record.</summary>
    private static async Task<TestGateway> DeskAsync(
        int followers,
        params Azure.Core.Pipeline.HttpPipelinePolicy[] policies
    )
    {
        var gateway = await TestGateway.StartAsync(null, policies);
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "team",
                Model = "helpdesk.ticket",
                Followers = [.. Enumerable.Range(0, followers).Select(i => $"agent{i}@{TestGateway.Domain}")],
            }
        );
        // The keys are made and the configuration is read.
        await gateway.Get<Gateway.Secrets.TagKeys>().GetAsync(default);
        return gateway;
    }

    private static Task PutServerAsync(TestGateway gateway, int port, Func<OutgoingServer, OutgoingServer>? with = null)
    {
        var server = new OutgoingServer
        {
            Id = "own",
            Name = "own",
            Host = "127.0.0.1",
            Port = port,
            Security = ConnectionSecurity.None,
        };
        return gateway.PutAsync(ConfigurationKinds.OutgoingServer, "own", with is null ? server : with(server));
    }

    private static async Task<(MailId Id, string Message)> TakeInAsync(TestGateway gateway)
    {
        var id = await gateway.PushAsync(Mails.New(Customer, Desk));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var message = (await queue.ReceiveMessageAsync()).Value;
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return (id, message.MessageText);
    }

    private static async Task<(Task Run, MailId Id)> BeginAsync(TestGateway gateway)
    {
        var (id, message) = await TakeInAsync(gateway);
        return (gateway.RunAsync(QueueNames.InboundMail, message), id);
    }

    /// <summary>Routes a mail; where a server falls silent, time passes until the run has ended.</summary>
    private static async Task<ThreadKey> RouteAsync(TestGateway gateway, Func<bool>? isSilent = null)
    {
        var (run, id) = await BeginAsync(gateway);
        if (isSilent is not null)
        {
            await Eventually.TrueAsync(isSilent);
            gateway.Time.Advance(TimeSpan.FromSeconds(11));
        }
        await run;
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    private static async Task AssertAllAsync(TestGateway gateway, ThreadKey thread, DeliveryState state, int attempts)
    {
        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.NotEmpty(deliveries);
        Assert.All(deliveries, delivery => Assert.Equal((state, attempts), (delivery.State, delivery.Attempts)));
    }

    // The third transaction of the run.
    private static bool IsClaimOfDeliveries(Request request) =>
        request.Uri.ToString().Contains("$batch", StringComparison.Ordinal)
        && request.Content is { } content
        && Text(content).Contains("Sending", StringComparison.Ordinal);

    private static string Text(RequestContent content)
    {
        using var stream = new MemoryStream();
        content.WriteTo(stream, default);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
