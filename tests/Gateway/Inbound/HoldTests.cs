using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Editing;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Mail that is kept until an administrator lets it go.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task Held_mail_waits_at_attention_and_goes_when_it_is_released()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await SetModeAsync(gateway, "hold");
        var thread = await SendAsync(gateway);

        var held = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Held, 0), (held.State, held.Problem, held.Attempts));
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(AttentionKind.Held, item.Kind);
        Assert.Contains(held.Recipient, item.Reason, StringComparison.Ordinal);
        // Met again, it is still one item.
        await gateway.RunAsync(item.Queue!, item.Message!);
        Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Empty(gateway.Sent);

        Assert.True(await gateway.Get<HeldMail>().ReleaseAsync(item.Id, default));
        await gateway.DrainAsync();

        Assert.Equal(DeliveryState.Sent, Assert.Single(await gateway.DeliveriesAsync(thread)).State);
        Assert.Single(gateway.Sent);
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Null(await gateway.Get<HeldMail>().ReleaseAsync(item.Id, default));
    }

    [Fact]
    public async Task All_held_mail_is_released_at_once_and_dropped_mail_is_never_sent()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await SetModeAsync(gateway, "hold");
        var dropped = await SendAsync(gateway);
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.True(await gateway.Get<HeldMail>().DiscardAsync(item.Id, default));
        for (var mail = 0; mail < 3; mail++)
            await SendAsync(gateway);
        await SetModeAsync(gateway, "live");
        await gateway.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(gateway.Sent);

        Assert.Equal(3, await gateway.Get<HeldMail>().ReleaseAllAsync(default));
        await gateway.DrainAsync();

        Assert.Equal(3, gateway.Sent.Count);
        Assert.Equal(DeliveryState.Skipped, Assert.Single(await gateway.DeliveriesAsync(dropped)).State);
    }

    [Fact]
    public async Task A_copied_environment_holds_its_mail_until_the_mode_is_set_there()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await SetModeAsync(gateway, "live");
        // As after a copy: all is there, the name of the original's account too.
        await gateway.PutAsync(ConfigurationKinds.Origin, StorageOrigin.Row, "production");
        await SendAsync(gateway);
        Assert.Empty(gateway.Sent);
        var problems = (await gateway.Get<HealthReader>().ReadAsync(default)).Problems;
        Assert.Equal(["parameters", "attention"], problems.Select(problem => problem.Field));
        Assert.Contains("copy of 'production'", problems[0].Message, StringComparison.Ordinal);

        await SetModeAsync(gateway, "live");
        await SendAsync(gateway);

        Assert.Single(gateway.Sent);
        // What was held before is still held.
        Assert.Equal("attention", Assert.Single((await gateway.Get<HealthReader>().ReadAsync(default)).Problems).Field);
    }

    private static async Task SetModeAsync(TestGateway gateway, string mode)
    {
        var result = await gateway
            .Get<ParameterEditor>()
            .PutAsync(ParameterCatalog.Find("mail.mode")!, mode, EditCondition.None, default);
        Assert.Equal(EditOutcome.Replaced, result.Outcome);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
    }

    private static async Task<ThreadKey> SendAsync(TestGateway gateway)
    {
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }
}
