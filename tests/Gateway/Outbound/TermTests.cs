using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Outbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using static Postern.Tests.Outbound.ProgramMail;

namespace Postern.Tests.Outbound;

/// <summary>Nothing waits for ever: whatever keeps a delivery back, it ends after the retry period.</summary>
public sealed class TermTests
{
    [Fact]
    public async Task After_thirty_days_every_trouble_has_ended_its_mail_with_its_history_and_only_a_hold_and_a_daily_limit_wait()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await using var busy = Catcher(new() { RefuseRecipient = (_, _) => "421 4.7.0 Try again later" });
        await using var gray = Catcher(new() { RefuseRecipient = (_, _) => "451 4.7.1 Greylisted" });
        await using var full = Catcher(new() { RefuseConnection = () => "421 4.3.2 Too many connections" });
        await using var lost = Catcher(new() { AnswerData = _ => SmtpDataAnswer.Drop(keeps: false) });
        await using var login = Catcher(new() { Extensions = ["AUTH PLAIN"] });
        var gone = Catcher(new());
        await gone.DisposeAsync();
        Dictionary<string, (OutgoingServer Server, DeliveryProblem Problem, string Words)> troubles = new()
        {
            ["busy"] = (Through(busy), DeliveryProblem.Server, "421 4.7.0 Try again later"),
            ["gray"] = (Through(gray), DeliveryProblem.Recipient, "451 4.7.1 Greylisted"),
            ["full"] = (Through(full), DeliveryProblem.Server, "421 4.3.2"),
            ["lost"] = (Through(lost), DeliveryProblem.Lost, ""),
            ["login"] = (Through(login) with { UserName = "desk" }, DeliveryProblem.Authentication, ""),
            ["gone"] = (Through(gone), DeliveryProblem.Connection, ""),
            ["lone"] = (Through(gone) with { Host = "no-such-host.invalid" }, DeliveryProblem.Connection, ""),
        };
        foreach (var (id, trouble) in troubles)
            await gateway.PutAsync(ConfigurationKinds.OutgoingServer, id, trouble.Server);
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "limit",
            Through(gateway.Catcher) with
            {
                DailyLimit = 1,
            }
        );
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.mode", "hold");
        var held = await SendAsync(gateway, "held", "limit", "held@a.example");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.mode", "live");
        await UseUpAsync(gateway);
        var limited = await SendAsync(gateway, "limited", "limit", "limited@a.example");
        var mails = new Dictionary<string, ProgramMail>();
        foreach (var id in troubles.Keys)
            mails[id] = await SendAsync(gateway, id, id, $"{id}@a.example");

        for (var hours = 0; hours < 72; hours += 8)
        {
            Assert.All(await LastAsync(mails), mail => Assert.NotEqual(DeliveryState.Failed, mail.State));
            await StepAsync(gateway, TimeSpan.FromHours(8));
        }
        await StepAsync(gateway, TimeSpan.FromHours(1));

        foreach (var (id, trouble) in troubles)
        {
            var end = await mails[id].OnlyAsync();
            Assert.Equal((id, DeliveryState.Failed, DeliveryProblem.Expired), (id, end.State, end.Problem));
            Assert.Equal((id, trouble.Problem), (id, end.Cause));
            Assert.Contains(trouble.Words, end.Reply, StringComparison.Ordinal);
            Assert.Matches(@" \(given up after 3 days: due since \d{4}-\d\d-\d\d \d\d:\d\d UTC, .+\)$", end.Reply);
        }
        var listed = await gateway.Get<AttentionStore>().ListAsync(100, default);
        Assert.Equal(troubles.Count, listed.Count(item => item.Kind == AttentionKind.Undelivered));
        var warning = Assert.Single(listed, item => item.Kind == AttentionKind.Expiring);
        Assert.Contains("rejects the gateway's credentials", warning.Reason, StringComparison.Ordinal);
        // Versions before do not know the kind, and must be able to list the item.
        var attention = gateway.Get<GatewayStorage>().Table(TableNames.Attention);
        var rows = await attention.QueryAsync<TableEntity>(row => row.RowKey == warning.Id).ToListAsync();
        Assert.Contains("\"kind\":\"flagged\"", Assert.Single(rows).GetString("json"), StringComparison.Ordinal);

        for (var days = 3; days < 30; days += 3)
            await StepAsync(gateway, TimeSpan.FromDays(3));
        Assert.Equal(
            (DeliveryState.Waiting, DeliveryProblem.Held),
            ((await held.OnlyAsync()).State, (await held.OnlyAsync()).Problem)
        );
        var waiting = await limited.OnlyAsync();
        Assert.Equal(
            (DeliveryState.Waiting, DeliveryProblem.Limit, "limit"),
            (waiting.State, waiting.Problem, waiting.WaitsFor)
        );
        Assert.Contains("of 1 recipients in 24 hours", waiting.Reply, StringComparison.Ordinal);
        Assert.Empty(gateway.Sent);

        // Neither has used up its term: both are sent, and were a server out of order now, they would wait for it.
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.Get<HeldMail>().ReleaseAllAsync(default);
        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "limit", Through(gateway.Catcher));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, gateway.Sent.Count);
        Assert.True((await limited.OnlyAsync()).FirstDue > gateway.Time.GetUtcNow().AddDays(-1));
    }

    [Fact]
    public async Task Mail_whose_files_find_no_space_says_so_and_ends_as_well()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new() { RefuseRecipient = (_, _) => "451 4.7.1 Greylisted" };
        var mail = await SendAsync(gateway, "m1", null, "a@a.example");

        await KeepForSpoolAsync();
        var waiting = await mail.OnlyAsync();
        gateway.Time.Advance(TimeSpan.FromDays(3));
        await KeepForSpoolAsync();
        var end = await mail.OnlyAsync();

        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Limit), (waiting.State, waiting.Problem));
        Assert.Equal((DeliveryState.Failed, DeliveryProblem.Expired), (end.State, end.Problem));
        Assert.StartsWith("The space for large files is taken by other mail.", end.Reply, StringComparison.Ordinal);

        async Task KeepForSpoolAsync()
        {
            var message = WaitingMail.Message((await mail.OnlyAsync()).Reference(mail.Thread));
            var delivery = await gateway.Get<OutboundSource>().ReadAsync(QueueNames.OutboundMail, message, default);
            var current = await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
            await gateway.Get<KeptBackMail>().ForSpoolAsync(delivery[0], current, default);
        }
    }

    // Of housekeeping, only what moves waiting mail. The limit stays used up, as it does when other mail is sent daily.
    private static async Task StepAsync(TestGateway gateway, TimeSpan by)
    {
        gateway.Time.Advance(by);
        await UseUpAsync(gateway);
        await gateway.Get<DueStore>().DrainAsync(gateway.Time.GetUtcNow(), 1000, default);
        await gateway.DrainAsync();
    }

    private static async Task UseUpAsync(TestGateway gateway)
    {
        var now = gateway.Time.GetUtcNow();
        await gateway
            .Get<LimitStore>()
            .ChangeUsageAsync("limit", usage => new QuotaAnswer(usage.Count(1, now, now)), default);
    }

    private static async Task<IReadOnlyList<MessageDelivery>> LastAsync(Dictionary<string, ProgramMail> mails) =>
        await Task.WhenAll(mails.Values.Select(mail => mail.OnlyAsync()));

    private static SmtpCatcher Catcher(SmtpBehaviour behaviour) =>
        new(0, null, TimeProvider.System, NullLogger<SmtpCatcher>.Instance) { Behaviour = behaviour };
}
