using Postern.Journal;
using Postern.Routing;
using Postern.Storage;
using Postern.Tests.Support;
using Postern.Threads;

namespace Postern.Tests.Integration;

/// <summary>Mail that is on no thread is decided about again, or put on a thread by a person.</summary>
public sealed class ReplayTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";

    [Fact]
    public async Task A_refused_mail_is_routed_when_it_is_replayed_after_its_alias_was_made()
    {
        await using var gateway = await DeskAsync();
        var id = await PushedAsync(gateway, "sales@mycompany.example");
        Assert.Equal(JournalState.Refused, (await gateway.JournalAsync(id)).State);
        await gateway.PutAliasAsync(new MailAlias { Domain = "main", LocalPart = "sales", Model = "crm.lead" });

        Assert.Equal(ReplayOutcome.Queued, await ReplayAsync(gateway, id));
        Assert.Equal(ReplayOutcome.Queued, await ReplayAsync(gateway, id));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal((JournalState.Routed, 1), (entry.State, entry.Replays));
        Assert.Single(await gateway.MessagesAsync(Assert.Single(entry.Threads)));
    }

    [Fact]
    public async Task A_person_puts_a_mail_on_a_thread_and_its_followers_are_notified()
    {
        await using var gateway = await DeskAsync();
        var thread = Assert.Single((await gateway.JournalAsync(await PushedAsync(gateway, "support@mycompany.example"))).Threads);
        var id = await PushedAsync(gateway, "nobody@mycompany.example");

        Assert.Equal(ReplayOutcome.Queued, await ReplayAsync(gateway, id, thread));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        Assert.Equal([thread], entry.Threads);
        Assert.Contains(entry.Reasons, reason => reason is { Rule: "Attach", Hit: true });
        Assert.Equal(2, (await gateway.MessagesAsync(thread)).Count);
        Assert.Equal(2, gateway.Sent.Count);
    }

    [Fact]
    public async Task A_mail_put_on_a_thread_that_does_not_exist_stays_refused_with_the_reason()
    {
        await using var gateway = await DeskAsync();
        var id = await PushedAsync(gateway, "nobody@mycompany.example");

        await ReplayAsync(gateway, id, new ThreadKey("helpdesk.ticket", "none"));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Refused, entry.State);
        Assert.Contains("does not exist", entry.Reasons[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_on_a_thread_is_not_replayed()
    {
        await using var gateway = await DeskAsync();
        Assert.Equal(ReplayOutcome.NotNow, await ReplayAsync(gateway, await PushedAsync(gateway, "support@mycompany.example")));
        Assert.Equal(ReplayOutcome.NoMail, await ReplayAsync(gateway, MailId.Create(gateway.Time.GetUtcNow(), "none.eml")));
    }

    [Fact]
    public async Task A_mail_whose_raw_form_is_gone_is_not_replayed()
    {
        await using var gateway = await DeskAsync();
        var id = await PushedAsync(gateway, "nobody@mycompany.example");
        await gateway.Get<GatewayStorage>().Container(ContainerNames.RawMail).DeleteBlobAsync((await gateway.JournalAsync(id)).Raw);
        Assert.Equal(ReplayOutcome.NoRawMail, await ReplayAsync(gateway, id));
    }

    [Fact]
    public async Task The_journal_lists_a_day_by_sender_and_by_message_id()
    {
        await using var gateway = await DeskAsync();
        var mail = Mails.New("dora@other.example", "support@mycompany.example");
        await gateway.PushAsync(mail);
        await PushedAsync(gateway, "support@mycompany.example");
        var journal = gateway.Get<JournalStore>();

        var now = gateway.Time.GetUtcNow();
        Assert.Equal("carl@customer.example", Postern.Mail.EmailAddress.Parse(Assert.Single(await journal.ListAsync(now, new JournalFilter(Sender: "carl@customer.example"), 10, default)).From!).Address);
        Assert.Equal(mail.MessageId, Assert.Single(await journal.ListAsync(now, new JournalFilter(MessageId: mail.MessageId), 10, default)).MessageId);
        Assert.Empty(await journal.ListAsync(now, new JournalFilter(JournalState.Refused, "carl@customer.example"), 10, default));
    }

    [Fact]
    public async Task A_replay_without_its_number_is_rejected_with_the_field()
    {
        await using var gateway = await DeskAsync();
        await gateway.Get<MailQueues>().PutTextAsync(QueueNames.InboundMail, """{"v":1,"raw":"x.eml","replay":"one"}""", default);
        await gateway.DrainAsync();
        Assert.Equal("replay", Assert.Single(await gateway.Get<Postern.Attention.AttentionStore>().ListAsync(10, default)).Field);
    }

    private static async Task<Gateway> DeskAsync()
    {
        var gateway = await Gateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<MailId> PushedAsync(Gateway gateway, string to)
    {
        var id = await gateway.PushAsync(Mails.New(Customer, to));
        await gateway.DrainAsync();
        return id;
    }

    private static Task<ReplayOutcome> ReplayAsync(Gateway gateway, MailId id, ThreadKey? thread = null) => gateway.Get<MailReplayer>().ReplayAsync(id, thread, default);
}
