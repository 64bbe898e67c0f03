using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Reports;
using Postern.Core.Validation;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// When bounces put an address on the blacklist, told by mails that go out and come back over weeks (P28).
/// </summary>
public sealed class BounceRuleTests
{
    private const string Ann = "ann@a.example";

    [Theory]
    [InlineData(true, 0.0, 2.0, 4.0, 6.0, 8.0)]
    [InlineData(true, 0.0, 2.0, 4.0, 6.0, 7.1)]
    [InlineData(false, 0.0, 2.0, 4.0, 6.0, 6.9)]
    [InlineData(false, 0.0, 0.5, 1.0, 2.0, 3.0)]
    [InlineData(false, 0.0, 4.0, 8.0, 16.0)]
    [InlineData(false, 0.0, 31.0, 33.0, 36.0, 39.0)]
    public async Task An_address_is_blacklisted_after_five_bounces_in_a_month_with_a_week_between(
        bool blacklists,
        params double[] days
    )
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await BounceAsync(mailer, days);

        Assert.Equal(blacklists, await mailer.EntryAsync() is not null);
        Assert.All(await mailer.HistoryAsync(), report => Assert.True(report.Counts));
    }

    [Fact]
    public async Task The_entry_says_why_the_log_too_mailings_pass_it_over_and_other_mail_warns()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "contact.blacklisted,delivery.bounced");
        var mailer = new Mailer(gateway, Ann);
        await BounceAsync(mailer, 0, 2, 4, 6, 8);

        var entry = (await mailer.EntryAsync())!;
        Assert.Equal(BlacklistReason.Bounces, entry.Reason);
        Assert.Contains("5 of 5 bounces in 30 days", entry.Note, StringComparison.Ordinal);
        Assert.Contains("User unknown", entry.Note, StringComparison.Ordinal);
        var (notes, _) = await gateway.Get<BlacklistStore>().ListNotesAsync(Ann, null, 10, default);
        Assert.StartsWith("Blacklisted (bounces): 5 of 5", Assert.Single(notes).Text, StringComparison.Ordinal);
        var types = (await EventsAsync(gateway)).ConvertAll(told => (string)told["type"]!);
        Assert.Equal(
            (5, 1),
            (
                types.Count(type => type == EventTypes.DeliveryBounced),
                types.Count(type => type == EventTypes.ContactBlacklisted)
            )
        );

        Assert.Null(await mailer.SendAsync(QueueNames.OutboundBulk));
        Assert.Equal(
            (DeliveryState.Skipped, DeliveryProblem.Blacklisted),
            ((await mailer.DeliveryAsync()).State, (await mailer.DeliveryAsync()).Problem)
        );
        Assert.NotNull(await mailer.SendAsync());
        Assert.Contains("(bounces)", (await mailer.DeliveryAsync()).Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_from_the_address_starts_anew()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await BounceAsync(mailer, 0, 2, 4, 6);
        await gateway.PushAsync(Mails.New($"Ann <{Ann}>", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        Assert.Empty(await mailer.HistoryAsync());
        var (notes, _) = await gateway.Get<BlacklistStore>().ListNotesAsync(Ann, null, 10, default);
        Assert.StartsWith("Bounce history reset", Assert.Single(notes).Text, StringComparison.Ordinal);

        await BounceAsync(mailer, 1, 2, 3, 4);
        Assert.Null(await mailer.EntryAsync());
    }

    [Fact]
    public async Task A_mail_that_a_server_accepts_starts_nothing_anew()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await BounceAsync(mailer, 0, 2, 4, 6);
        Assert.NotNull(await mailer.SendAsync());
        await BounceAsync(mailer, 2);
        Assert.NotNull(await mailer.EntryAsync());
    }

    [Fact]
    public async Task Removing_the_entry_starts_anew()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await BounceAsync(mailer, 0, 2, 4, 6, 8);
        await gateway.Get<BlacklistEditor>().DeleteAsync(Ann, EditCondition.None, default);
        await BounceAsync(mailer, 1, 4, 6);
        Assert.Null(await mailer.EntryAsync());
        Assert.Equal(3, (await mailer.HistoryAsync()).Count);
    }

    [Theory]
    [InlineData("5.7.1", "550 5.7.1 Message to {0} refused by local policy")]
    [InlineData("5.3.4", "552 5.3.4 Message size exceeds fixed limit")]
    [InlineData("5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy")]
    public async Task Refusals_by_policy_size_and_authentication_never_blacklist(string status, string diagnostic)
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            gateway.Time.Advance(TimeSpan.FromDays(2));
            await mailer.BounceAsync(status, diagnostic);
            Assert.Equal(DeliveryState.Bounced, (await mailer.DeliveryAsync()).State);
        }
        Assert.Null(await mailer.EntryAsync());
        Assert.All(await mailer.HistoryAsync(), report => Assert.False(report.Counts));
    }

    [Theory]
    [InlineData("550 5.1.1 <ann@a.example>: Recipient address rejected: User unknown in virtual mailbox table", true)]
    [InlineData("550 5.7.1 Service unavailable; client host blocked using a block list", false)]
    public async Task A_refusal_in_our_own_session_counts_when_it_is_about_the_address(string reply, bool blacklists)
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => reply };
        foreach (var _ in Enumerable.Range(0, 5))
        {
            gateway.Time.Advance(TimeSpan.FromDays(2));
            Assert.Null(await mailer.SendAsync());
            Assert.Equal(
                (DeliveryState.Failed, DeliveryProblem.Recipient),
                ((await mailer.DeliveryAsync()).State, (await mailer.DeliveryAsync()).Problem)
            );
        }
        Assert.Equal(blacklists, await mailer.EntryAsync() is not null);
        Assert.All(await mailer.HistoryAsync(), report => Assert.Equal(BounceEvidence.SmtpSession, report.By));
    }

    [Fact]
    public async Task A_mailbox_that_stays_full_until_time_runs_out_counts_once()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "452 4.2.2 Mailbox full" };
        await mailer.SendAsync();
        for (var hours = 0; hours < 96; hours += 4)
            await gateway.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.Equal(
            (DeliveryState.Failed, DeliveryProblem.Expired),
            ((await mailer.DeliveryAsync()).State, (await mailer.DeliveryAsync()).Problem)
        );
        var report = Assert.Single(await mailer.HistoryAsync());
        Assert.Equal((BounceReason.MailboxFull, true), (report.Reason, report.Counts));
    }

    [Fact]
    public async Task A_complaint_blacklists_at_once_wherever_it_was_sent()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        var id = await mailer.TakeAsync(
            Reports.Complaint((await mailer.SendAsync())!, $"support@{TestGateway.Domain}")
        );

        Assert.Equal(BlacklistReason.Complaint, (await mailer.EntryAsync())!.Reason);
        Assert.Equal(BounceReportKind.Complaint, (await mailer.DeliveryAsync()).Report!.Kind);
        Assert.Equal(DeliveryState.Sent, (await mailer.DeliveryAsync()).State);
        Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    [Fact]
    public async Task A_complaint_that_anybody_could_have_written_is_shown_and_blacklists_nobody()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await mailer.TakeAsync(
            Reports.Complaint((await mailer.SendAsync())!, $"support@{TestGateway.Domain}", withReturnPath: false)
        );

        Assert.Null(await mailer.EntryAsync());
        Assert.Equal(
            (BounceReportKind.Complaint, false),
            ((await mailer.DeliveryAsync()).Report!.Kind, (await mailer.DeliveryAsync()).Report!.Counts)
        );
    }

    [Fact]
    public async Task Who_unsubscribed_stays_unsubscribed()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await gateway.Get<BlacklistEditor>().UnsubscribeAsync(Ann, default);
        await BounceAsync(mailer, 0, 2, 4, 6, 8);
        Assert.Equal(BlacklistReason.Unsubscribed, (await mailer.EntryAsync())!.Reason);
    }

    [Fact]
    public async Task Who_unsubscribes_is_an_event_too_and_doing_it_again_is_the_same_one()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "contact.blacklisted");
        await gateway.Get<BlacklistEditor>().UnsubscribeAsync(Ann, default);
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        await gateway.Get<BlacklistEditor>().UnsubscribeAsync(Ann, default);

        var events = await EventsAsync(gateway);
        Assert.Equal(
            (EventTypes.ContactBlacklisted, Ann),
            ((string)events[0]["type"]!, (string)events[0]["data"]!["address"]!)
        );
        Assert.Single(events.Select(told => (string)told["id"]!).Distinct());
    }

    [Fact]
    public async Task Forged_bounces_however_many_blacklist_nobody()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        foreach (var _ in Enumerable.Range(0, 6))
        {
            gateway.Time.Advance(TimeSpan.FromDays(2));
            var sent = (await mailer.SendAsync())!;
            // Whoever got a copy knows the Message-Id, and no other return path than their own.
            var text = System.Text.Encoding.UTF8.GetString(Reports.Dsn(sent, to: $"bounce@{TestGateway.Domain}"));
            await mailer.TakeAsync(
                BinaryData.FromString(text.Replace(sent.Envelope.From, "elsewhere@a.example", StringComparison.Ordinal))
            );
            Assert.Equal(BounceEvidence.MessageId, (await mailer.DeliveryAsync()).Report!.By);
        }
        Assert.Null(await mailer.EntryAsync());
        Assert.Equal(
            (6, 0),
            ((await mailer.HistoryAsync()).Count, (await mailer.HistoryAsync()).Count(report => report.Counts))
        );
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    /// <summary>A bounce at each of these days from now on.</summary>
    private static async Task BounceAsync(Mailer mailer, params double[] days)
    {
        var start = mailer.Gateway.Time.GetUtcNow();
        foreach (var day in days)
        {
            mailer.Gateway.Time.SetUtcNow(
                start.AddDays(day) > mailer.Gateway.Time.GetUtcNow()
                    ? start.AddDays(day)
                    : mailer.Gateway.Time.GetUtcNow()
            );
            await mailer.BounceAsync();
        }
    }

    private static async Task<List<JsonNode>> EventsAsync(TestGateway gateway)
    {
        var messages = (
            await gateway.Get<GatewayStorage>().Queue(QueueNames.MailEvents).ReceiveMessagesAsync(32)
        ).Value;
        return [.. messages.Select(message => JsonNode.Parse(message.MessageText)!)];
    }
}
