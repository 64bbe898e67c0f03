using Azure;
using Azure.Core;
using Microsoft.Extensions.Time.Testing;
using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.DevHost.Smtp;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>What another instance or the host does in the worst moment.</summary>
public sealed class InterruptionTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";

    private const string Fetch = "{\"v\":1,\"server\":\"desk\"}";

    public static TheoryData<string> Moments => ["before the mail is handed over", "after the mail is handed over"];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_run_that_the_host_cancels_in_the_midst_of_sending_still_sends_once_and_says_so(string moment)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        using var host = new CancellationTokenSource();
        gateway.Catcher.Behaviour = moment.StartsWith("before", StringComparison.Ordinal)
            ? new SmtpBehaviour { RefuseSender = _ => Cancel<string?>(host, null) }
            : new SmtpBehaviour { AnswerData = _ => Cancel(host, SmtpDataAnswer.Accept) };
        var (thread, message) = await NotifyAsync(gateway);

        await gateway.Get<OutboundProcessor>().ProcessAsync(QueueNames.OutboundMail, message, host.Token);

        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Sent, 1, 0), (delivery.State, delivery.Attempts, delivery.PossibleDoubles));
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task An_acceptance_is_written_down_once_storage_is_no_longer_busy()
    {
        var outcome = new Interjection(IsDeliveryWrite);
        await using var gateway = await TestGateway.StartAsync(null, outcome);
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                outcome.Act = () => throw new RequestFailedException(503, "Server busy");
                return SmtpDataAnswer.Accept;
            },
        };
        var (thread, message) = await NotifyAsync(gateway);

        var run = gateway.RunAsync(QueueNames.OutboundMail, message);
        await Eventually.TrueAsync(() =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });
        await run;

        Assert.Null(outcome.Act);
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Sent, 1, 0), (delivery.State, delivery.Attempts, delivery.PossibleDoubles));
    }

    [Fact]
    public async Task A_delivery_whose_claim_was_lost_to_a_run_that_died_is_sent_when_the_lease_has_ended()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var claim = new Interjection(IsDeliveryWrite);
        var death = new StorageFaults { Kind = FaultKind.CrashAfter };
        await using var gateway = await TestGateway.StartAsync(storage, time, null, claim);
        await gateway.SetUpDeskAsync();
        var (thread, message) = await NotifyAsync(gateway);
        await using var other = await TestGateway.StartAsync(storage, time, null, death);
        await other.Get<TagKeys>().GetAsync(default);
        death.Reset();
        death.BreakAt = 1;
        claim.Act = () => Assert.ThrowsAsync<CrashException>(() => other.RunAsync(QueueNames.OutboundMail, message));

        await gateway.RunAsync(QueueNames.OutboundMail, message);
        Assert.Null(claim.Act);
        Assert.Equal(DeliveryState.Sending, Assert.Single(await gateway.DeliveriesAsync(thread)).State);

        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(DeliveryState.Sent, Assert.Single(await gateway.DeliveriesAsync(thread)).State);
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task What_is_made_due_again_while_it_is_put_on_its_queue_is_not_forgotten()
    {
        var delete = new Interjection(request =>
            request.Method == RequestMethod.Delete
            && request.Uri.ToString().Contains($"/{TableNames.Due}(", StringComparison.Ordinal)
        );
        await using var gateway = await TestGateway.StartAsync(null, delete);
        var due = gateway.Get<DueStore>();
        var now = gateway.Time.GetUtcNow();
        await due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);
        delete.Act = () => due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);

        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(1, (await due.CountAsync(100, default)).Count);
        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(0, (await due.CountAsync(100, default)).Count);
    }

    [Fact]
    public async Task What_two_instances_put_on_its_queue_at_once_fails_neither()
    {
        var delete = new Interjection(request =>
            request.Method == RequestMethod.Delete
            && request.Uri.ToString().Contains($"/{TableNames.Due}(", StringComparison.Ordinal)
        );
        await using var gateway = await TestGateway.StartAsync(null, delete);
        var due = gateway.Get<DueStore>();
        var now = gateway.Time.GetUtcNow();
        await due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);
        delete.Act = () => due.DrainAsync(now, 100, default);

        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(0, (await due.CountAsync(100, default)).Count);
    }

    [SkippableFact]
    public async Task A_full_batch_is_followed_by_a_run_that_finds_the_mailbox_free()
    {
        var servers = await MailServers.SharedAsync();
        var mailbox = servers.NewUser("desk");
        var next = new Interjection(request =>
            request.Method == RequestMethod.Post
            && request.Uri.ToString().Contains($"/{QueueNames.MailboxFetch}/messages", StringComparison.Ordinal)
        );
        await using var gateway = await TestGateway.StartAsync(
            settings => settings["Tls:CaFile"] = servers.AuthorityPath,
            next
        );
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.batch", "1");
        await gateway.ConfirmMailboxAsync("desk", TestMailboxes.Of(servers, mailbox), mailbox.Password);
        for (var mail = 0; mail < 2; mail++)
            await servers.Mail.AppendAsync(mailbox, Mails.New(Customer, "support@mycompany.example"));
        next.Act = () => gateway.RunAsync(QueueNames.MailboxFetch, Fetch);

        await gateway.RunAsync(QueueNames.MailboxFetch, Fetch);

        Assert.Null(next.Act);
        Assert.Equal(2, (await gateway.JournalAsync()).Count);
    }

    [Fact]
    public async Task A_mail_that_was_taken_in_and_never_handed_on_is_handed_on_whatever_the_minute()
    {
        var time = new FakeTimeProvider(
            new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddHours(12).AddMinutes(7)
        );
        await using var gateway = await TestGateway.StartAsync((await Azurite.SharedAsync()).NewAccount(), time, null);
        await gateway.SetUpDeskAsync();
        using var raw = new MemoryStream();
        await Mails.New(Customer, "support@mycompany.example").WriteToAsync(raw);
        var (id, _) = await gateway
            .Get<MailIntake>()
            .StoreAsync("stalled", SpooledContent.Of(raw.ToArray()), new MailOrigin("http"), default);

        await gateway.Get<Housekeeper>().RunAsync(default);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    /// <summary>A mail on a thread, and the queue message of its only notification, which nobody else has.</summary>
    private static async Task<(ThreadKey Thread, string Message)> NotifyAsync(TestGateway gateway)
    {
        await gateway.QueueDeliveriesAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.StepAsync(QueueNames.InboundMail);
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundMail);
        var message = (await queue.ReceiveMessageAsync()).Value;
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return (Assert.Single((await gateway.JournalAsync(id)).Threads), message.MessageText);
    }

    private static bool IsDeliveryWrite(Request request) =>
        request.Method == RequestMethod.Put
        && request.Uri.ToString().Contains("d%3A", StringComparison.OrdinalIgnoreCase);

    private static T Cancel<T>(CancellationTokenSource source, T answer)
    {
        source.Cancel();
        return answer;
    }
}
