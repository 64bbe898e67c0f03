using Postern.Core.Configuration;
using Postern.Core.Health;
using Postern.Core.Validation;
using Postern.Functions;
using Postern.Gateway.Editing;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>A gateway that drains accepts mail and begins nothing, and ends what it had begun.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_message_goes_back_with_a_fresh_count_and_is_worked_on_when_draining_ends()
    {
        await using var gateway = await DeskAsync(("Timings:DrainPause", "00:00:01"));
        await gateway.Get<DrainEditor>().BeginAsync(default);
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var first = (await queue.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(10))).Value.Single();

        await RouteAsync(first.MessageText);
        await queue.DeleteMessageAsync(first.MessageId, first.PopReceipt);

        Assert.Empty((await queue.PeekMessagesAsync(1)).Value);
        var again = await Eventually.ReadAsync(
            async () => (await queue.ReceiveMessagesAsync(1)).Value.FirstOrDefault(),
            message => message is not null
        );
        Assert.Equal((first.MessageText, 1L), (again!.MessageText, again.DequeueCount));
        Assert.Empty(gateway.Sent);

        await gateway.Get<DrainEditor>().EndAsync(default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await RouteAsync(again.MessageText);
        Assert.Single(gateway.Sent);

        Task RouteAsync(string message) =>
            new RouteInbound(gateway.Get<InboundProcessor>(), gateway.Get<QueueRuns>()).RunAsync(message, default);
    }

    [Fact]
    public async Task A_run_that_meets_it_half_way_sends_nothing_more_and_leaves_its_deliveries_to_the_queue()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.Get<DrainEditor>().BeginAsync(default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var message = (await queue.ReceiveMessagesAsync(1)).Value.Single();

        // As if it had begun before.
        await gateway.RunAsync(QueueNames.InboundMail, message.MessageText);

        Assert.Empty(gateway.Sent);
        Assert.Equal(1, await gateway.CountQueuedAsync());
    }

    [Fact]
    public async Task Timers_do_nothing_and_mailboxes_are_not_started()
    {
        await using var gateway = await DeskAsync();
        await gateway.Get<DueStore>().AddAsync(gateway.Time.GetUtcNow(), "x", QueueNames.ThreadPosts, "{}", default);
        await gateway.Get<DrainEditor>().BeginAsync(default);
        gateway.Time.Advance(TimeSpan.FromMinutes(5));

        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        await gateway.Get<TimerWatch>().LookAsync(default);
        Assert.Equal(0, await PostsAsync(gateway));

        await gateway.Get<DrainEditor>().EndAsync(default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        Assert.Equal(1, await PostsAsync(gateway));
    }

    [Fact]
    public async Task A_run_that_still_works_is_shown_until_it_ends_and_then_the_gateway_is_quiet()
    {
        await using var gateway = await DeskAsync();
        var (began, ends) = (gateway.Time.GetUtcNow(), new TaskCompletionSource());
        var run = gateway.Get<QueueRuns>().RunAsync(QueueNames.OutboundMail, "{}", (_, _) => ends.Task, default);
        await gateway.Get<DrainEditor>().BeginAsync(default);

        var seen = await Eventually.ReadAsync(
            () =>
            {
                gateway.Time.Advance(TimeSpan.FromSeconds(1));
                return StatusAsync(gateway);
            },
            status => status is { Running.Count: > 0 }
        );
        Assert.Equal([new RunningWork(QueueNames.OutboundMail, began)], seen!.Running);
        gateway.Time.Advance(DrainStatus.Notice);
        Assert.False((await StatusAsync(gateway))!.Quiet && !ends.Task.IsCompleted);
        var problem = (await gateway.Get<HealthReader>().ReadAsync(default)).Problems[0].Message;
        Assert.StartsWith("mail.mode is drain since ", problem, StringComparison.Ordinal);

        ends.SetResult();
        await run;
        Assert.Equal((true, 0), ((await StatusAsync(gateway))!.Quiet, (await StatusAsync(gateway))!.Running.Count));
    }

    [Fact]
    public async Task It_lies_over_the_mode_and_ends_by_itself_when_a_deployment_forgets_it()
    {
        await using var gateway = await DeskAsync();
        await SetModeAsync(gateway, "hold");
        await SetModeAsync(gateway, "drain");
        Assert.Equal("drain", await ModeAsync(gateway));
        // What a version reads that knows nothing of it.
        Assert.Equal(
            "hold",
            (await gateway.Get<ConfigurationStore>().FindAsync<string>("parameter", "mail.mode", default))?.Value
        );
        Assert.Equal("hold", (await StatusAsync(gateway))!.Then);

        gateway.Time.Advance(MailDrain.Longest);
        Assert.Equal("hold", await ModeAsync(gateway));
        Assert.False(await gateway.Get<DrainSwitch>().IsOnAsync(default));
        var health = await gateway.Get<HealthReader>().ReadAsync(default);
        Assert.Contains("ended by itself", health.Warnings[0].Message, StringComparison.Ordinal);

        await SetModeAsync(gateway, "live");
        Assert.Null(await StatusAsync(gateway));
        Assert.Equal("live", await ModeAsync(gateway));
    }

    [Fact]
    public async Task Draining_a_copied_environment_does_not_let_its_mail_go()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Origin, StorageOrigin.Row, "production");
        await SetModeAsync(gateway, "drain");
        await gateway.Get<DrainEditor>().EndAsync(default);

        Assert.True((await gateway.Get<GatewayConfigurationSource>().GetLatestAsync(default)).Origin.IsCopy);
    }

    private static async Task<TestGateway> DeskAsync(params (string Name, string Value)[] further)
    {
        var gateway = await TestGateway.StartAsync(settings =>
        {
            foreach (var (name, value) in further)
                settings[name] = value;
        });
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static Task<DrainStatus?> StatusAsync(TestGateway gateway) =>
        gateway.Get<HealthReader>().ReadDrainAsync(default);

    private static async Task<string?> ModeAsync(TestGateway gateway) =>
        (await gateway.Get<ParameterEditor>().ReadAsync(ParameterCatalog.Find("mail.mode")!, default)).Value.Value;

    private static async Task SetModeAsync(TestGateway gateway, string mode)
    {
        var parameter = ParameterCatalog.Find("mail.mode")!;
        var result = await gateway.Get<ParameterEditor>().PutAsync(parameter, mode, EditCondition.None, default);
        Assert.Equal(EditOutcome.Replaced, result.Outcome);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
    }

    private static async Task<int> PostsAsync(TestGateway gateway) =>
        (await gateway.Get<GatewayStorage>().Queue(QueueNames.ThreadPosts).GetPropertiesAsync())
            .Value
            .ApproximateMessagesCount;
}
