using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

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
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
            }
        );

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
        var thread = Assert.Single(
            (await gateway.JournalAsync(await PushedAsync(gateway, "support@mycompany.example"))).Threads
        );
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
    public async Task A_mail_that_the_loop_guard_stopped_is_routed_when_a_person_replays_it()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "1");
        await PushedAsync(gateway, "support@mycompany.example");
        var id = await PushedAsync(gateway, "support@mycompany.example");
        Assert.Equal(JournalState.Ignored, (await gateway.JournalAsync(id)).State);

        await ReplayAsync(gateway, id);
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task A_mail_to_the_catchall_is_no_repetition_of_itself_when_it_is_replayed()
    {
        await using var gateway = await DeskAsync();
        var id = await PushedAsync(gateway, "catchall@mycompany.example, sales@mycompany.example");
        Assert.Equal(JournalState.Refused, (await gateway.JournalAsync(id)).State);
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
            }
        );

        await ReplayAsync(gateway, id);
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task What_a_replay_made_is_found_by_answers_and_seen_by_later_copies()
    {
        await using var gateway = await DeskAsync();
        var mail = Mails.New(Customer, "sales@mycompany.example");
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
            }
        );
        await ReplayAsync(gateway, id);
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);

        var copy = await gateway.PushAsync(mail, "sales@mycompany.example");
        var answer = await gateway.PushAsync(
            Mails.ReplyTo(mail, Customer, "And one more thing.", "catchall@mycompany.example")
        );
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(copy)).State);
        Assert.Equal([thread], (await gateway.JournalAsync(answer)).Threads);
    }

    [Fact]
    public async Task A_parked_answer_to_a_note_stays_internal_on_the_thread_that_a_person_puts_it_on_and_wants_nobody_any_more()
    {
        await using var gateway = await DeskAsync();
        var carls = Assert.Single(
            (await gateway.JournalAsync(await PushedAsync(gateway, "support@mycompany.example"))).Threads
        );
        var other = await gateway.PushAsync(Mails.New("nora@new.example", "support@mycompany.example"));
        await gateway.DrainAsync();
        var noras = Assert.Single((await gateway.JournalAsync(other)).Threads);
        await gateway
            .Get<MailQueues>()
            .PutAsync(
                QueueNames.ThreadPosts,
                new ThreadPost
                {
                    Id = "note-1",
                    Thread = new ThreadItem { Model = carls.Model, Id = carls.Id },
                    Author = "boss@mycompany.example",
                    Text = "A difficult customer.",
                    Kind = MessageKind.Note,
                },
                default
            );
        await gateway.DrainAsync();
        var note = gateway.Sent[^1];
        var mixed = Mails.ReplyTo(note, Customer, "Me?", "catchall@mycompany.example");
        mixed.References.Clear();
        mixed.References.Add(gateway.Sent[1].MessageId!);
        var id = await gateway.PushAsync(mixed);
        await gateway.DrainAsync();
        Assert.Equal([noras, carls], (await gateway.JournalAsync(id)).Candidates);
        Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));

        await ReplayAsync(gateway, id, carls);
        await gateway.DrainAsync();

        Assert.Equal(MessageKind.Note, (await gateway.MessagesAsync(carls))[^1].Kind);
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Theory]
    [InlineData("mail.reply.strangers", "hold", JournalState.Held)]
    [InlineData("mail.auth.trusted", "mx.mycompany.example", JournalState.Quarantined)]
    public async Task What_is_held_or_in_quarantine_goes_where_it_would_have_gone_when_a_person_lets_it_go(
        string parameter,
        string value,
        JournalState state
    )
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.ticket",
                Followers = ["agent@mycompany.example"],
                ForgedMail = ForgedMail.Quarantine,
            }
        );
        var thread = Assert.Single(
            (await gateway.JournalAsync(await PushedAsync(gateway, "support@mycompany.example"))).Threads
        );
        await gateway.PutAsync(ConfigurationKinds.Parameter, parameter, value);
        var strange = Mails.ReplyTo(gateway.Sent[0], "nora@new.example", "I know more.");
        strange.Headers.Add("Authentication-Results", "mx.mycompany.example; dmarc=fail header.from=new.example");
        var id = await gateway.PushAsync(strange);
        await gateway.DrainAsync();
        Assert.Equal(state, (await gateway.JournalAsync(id)).State);
        await ReplayAsync(gateway, id);
        await gateway.DrainAsync();
        Assert.Equal(state, (await gateway.JournalAsync(id)).State);

        Assert.Equal(ReplayOutcome.Queued, await gateway.Get<MailReplayer>().ReleaseAsync(id, default));
        await gateway.DrainAsync();

        Assert.Equal([thread], (await gateway.JournalAsync(id)).Threads);
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(ReplayOutcome.NotNow, await gateway.Get<MailReplayer>().ReleaseAsync(id, default));
    }

    [Theory]
    [InlineData("X-Virus-Status", "Infected (Eicar)", SpamMail.Accept)]
    [InlineData("X-Spam-Flag", "YES", SpamMail.Quarantine)]
    public async Task Infected_mail_and_spam_wait_in_quarantine_until_a_person_releases_them(
        string field,
        string value,
        SpamMail setting
    )
    {
        await using var gateway = await DeskAsync();
        await PutSpamAsync(gateway, setting);
        var id = await PushFoundAsync(gateway, field, value);

        Assert.Equal(JournalState.Quarantined, (await gateway.JournalAsync(id)).State);
        Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Empty(gateway.Sent);

        Assert.Equal(ReplayOutcome.Queued, await gateway.Get<MailReplayer>().ReleaseAsync(id, default));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        Assert.Equal($"{field}: {value}", entry.Spam ?? entry.Infected);
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Fact]
    public async Task Spam_is_flagged_on_its_message()
    {
        await using var gateway = await DeskAsync();
        await PutSpamAsync(gateway, SpamMail.Flag);
        var id = await PushFoundAsync(gateway, "X-Spam-Flag", "YES");

        var entry = await gateway.JournalAsync(id);
        Assert.Equal((JournalState.Routed, "X-Spam-Flag: YES"), (entry.State, entry.Spam));
        var message = Assert.Single(await gateway.MessagesAsync(Assert.Single(entry.Threads)));
        Assert.Equal("X-Spam-Flag: YES", message.Spam);
    }

    private static async Task PutSpamAsync(TestGateway gateway, SpamMail setting)
    {
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.auth.trusted", "mx.mycompany.example");
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.ticket",
                Spam = setting,
            }
        );
    }

    private static async Task<MailId> PushFoundAsync(TestGateway gateway, string field, string value)
    {
        var mail = Mails.New(Customer, "support@mycompany.example");
        mail.Headers.Insert(0, "Received", "from x by mx.mycompany.example; Mon, 2 Nov 2026 10:00:00 +0000");
        mail.Headers.Insert(0, field, value);
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return id;
    }

    [Fact]
    public async Task A_mail_that_is_on_a_thread_is_not_replayed()
    {
        await using var gateway = await DeskAsync();
        Assert.Equal(
            ReplayOutcome.NotNow,
            await ReplayAsync(gateway, await PushedAsync(gateway, "support@mycompany.example"))
        );
        Assert.Equal(
            ReplayOutcome.NoMail,
            await ReplayAsync(gateway, MailId.Create(gateway.Time.GetUtcNow(), "none.eml"))
        );
    }

    [Fact]
    public async Task A_mail_whose_raw_form_is_gone_is_not_replayed()
    {
        await using var gateway = await DeskAsync();
        var id = await PushedAsync(gateway, "nobody@mycompany.example");
        await gateway
            .Get<GatewayStorage>()
            .Container(ContainerNames.RawMail)
            .DeleteBlobAsync((await gateway.JournalAsync(id)).Raw);
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
        Assert.Equal(
            "carl@customer.example",
            Postern
                .Core.Addresses.EmailAddress.Parse(
                    Assert
                        .Single(
                            await journal.ListAsync(
                                now,
                                new JournalFilter(Sender: "carl@customer.example"),
                                10,
                                default
                            )
                        )
                        .From!
                )
                .Address
        );
        Assert.Equal(
            mail.MessageId,
            Assert
                .Single(await journal.ListAsync(now, new JournalFilter(MessageId: mail.MessageId), 10, default))
                .MessageId
        );
        Assert.Empty(
            await journal.ListAsync(now, new JournalFilter(JournalState.Refused, "carl@customer.example"), 10, default)
        );
    }

    [Fact]
    public async Task A_replay_without_its_number_is_rejected_with_the_field()
    {
        await using var gateway = await DeskAsync();
        await gateway
            .Get<MailQueues>()
            .PutTextAsync(QueueNames.InboundMail, """{"v":1,"raw":"x.eml","replay":"one"}""", default);
        await gateway.DrainAsync();
        Assert.Equal("replay", Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default)).Field);
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<MailId> PushedAsync(TestGateway gateway, string to)
    {
        var id = await gateway.PushAsync(Mails.New(Customer, to));
        await gateway.DrainAsync();
        return id;
    }

    private static Task<ReplayOutcome> ReplayAsync(TestGateway gateway, MailId id, ThreadKey? thread = null) =>
        gateway.Get<MailReplayer>().ReplayAsync(id, thread, default);
}
