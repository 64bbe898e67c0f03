using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Automatic answers and what stops loops, through every function, on real storage.</summary>
public sealed class NoticeTests
{
    private const string Nora = "\"Nora New\" <nora@new.example>";
    private const string Carl = "\"Carl Customer\" <carl@customer.example>";

    [Fact]
    public async Task Who_writes_to_the_catchall_is_told_once_by_the_mail_system_with_the_mail_quoted()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var mail = Mails.New(Nora, "catchall@mycompany.example", "Where is <my> printer?", "It is gone.");

        var first = await DrainedAsync(gateway, mail);
        var second = await DrainedAsync(gateway, Mails.New(Nora, "catchall@mycompany.example", "Again", "Hello?"));

        var notice = Assert.Single(gateway.Sent);
        Assert.Equal("mailer-daemon@mycompany.example", Assert.Single(notice.From.Mailboxes).Address);
        Assert.Equal("nora@new.example", Assert.Single(notice.To.Mailboxes).Address);
        Assert.Equal("Re: Where is <my> printer?", notice.Subject);
        Assert.Equal("auto-replied", notice.Headers["Auto-Submitted"]);
        Assert.Equal(mail.MessageId, notice.InReplyTo);
        Assert.Contains("> It is gone.", notice.TextBody, StringComparison.Ordinal);
        Assert.Contains("It is gone.", notice.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(gateway.Catcher.Mails).Envelope.From);
        Assert.Equal(JournalState.Refused, first.State);
        Assert.Equal(JournalState.Refused, second.State);
        Assert.StartsWith("The sender was told", Assert.Single(second.Notices).Withheld, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_is_in_the_language_of_the_mail_and_in_the_words_of_the_alias_domain()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var own = new Dictionary<string, string> { ["catchall"] = "Nimeni nu citește la {address}." };
        var texts = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["ro"] = own };
        await gateway.PutAsync(ConfigurationKinds.DomainTexts, "main", new DomainTexts { Own = texts });
        var mail = Mails.New(Nora, "catchall@mycompany.example", "Întrebare", "Unde este imprimanta?");
        mail.Body!.Headers.Add("Content-Language", "ro-RO");

        var entry = await DrainedAsync(gateway, mail);

        var notice = Assert.Single(gateway.Sent);
        Assert.StartsWith(
            "Nimeni nu citește la catchall@mycompany.example.\n\nAți scris, cu subiectul „Întrebare”:\n> Unde",
            notice.TextBody!.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
        Assert.Equal("auto-replied", notice.Headers["Auto-Submitted"]);
        Assert.Equal("ro", Assert.Single(entry.Notices).Language);
    }

    [Fact]
    public async Task Of_mails_that_are_decided_about_at_the_same_moment_one_tells_the_sender()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var ids = new List<MailId>();
        for (var i = 0; i < 16; i++)
            ids.Add(await gateway.PushAsync(Mails.New(Nora, "catchall@mycompany.example", $"Mail {i}", $"Text {i}.")));
        var messages = await gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ReceiveMessagesAsync(32);
        await Task.WhenAll(
            messages.Value.Select(message => gateway.RunAsync(QueueNames.InboundMail, message.MessageText))
        );
        await gateway.DrainAsync();

        Assert.Single(gateway.Sent);
        var entries = await Task.WhenAll(ids.Select(gateway.JournalAsync));
        Assert.Equal(
            (16, 1),
            (
                entries.Count(entry => entry.State == JournalState.Refused),
                entries.Count(entry => Assert.Single(entry.Notices).Withheld is null)
            )
        );
    }

    [Fact]
    public async Task After_the_window_the_sender_is_told_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await DrainedAsync(gateway, Mails.New(Nora, "catchall@mycompany.example", "One", "One."));
        gateway.Time.Advance(TimeSpan.FromMinutes(121));
        await DrainedAsync(gateway, Mails.New(Nora, "catchall@mycompany.example", "Two", "Two."));

        Assert.Equal(2, gateway.Sent.Count);
    }

    [Fact]
    public async Task An_answer_to_a_notice_ends_there()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await DrainedAsync(gateway, Mails.New(Nora, "catchall@mycompany.example"));

        var answer = await DrainedAsync(
            gateway,
            Mails.ReplyTo(Assert.Single(gateway.Sent), Nora, "I am away.", "support@mycompany.example")
        );

        Assert.Equal(JournalState.Ignored, answer.State);
        Assert.Contains(answer.Reasons, reason => reason is { Rule: "LoopMarker", Hit: true });
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task A_refused_sender_reads_the_aliass_own_text_and_another_alias_still_takes_the_mail()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "partners",
                Model = "crm.lead",
                ContactPolicy = ContactPolicy.Partners,
                RefusalText = "<p>Partners only.</p>",
            }
        );

        var entry = await DrainedAsync(
            gateway,
            Mails.New(Nora, "partners@mycompany.example, support@mycompany.example")
        );

        Assert.Equal("helpdesk.ticket", Assert.Single(entry.Threads).Model);
        Assert.Equal(
            ["agent@mycompany.example", "nora@new.example"],
            gateway.Sent.Select(sent => sent.To.Mailboxes.Single().Address).Order()
        );
        Assert.Contains(
            gateway.Sent,
            sent => sent.TextBody?.StartsWith("Partners only.", StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task A_sender_over_the_threshold_makes_no_more_records_and_is_told_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "2");
        var entries = new List<JournalEntry>();
        for (var i = 0; i < 4; i++)
            entries.Add(await DrainedAsync(gateway, Mails.New(Nora, "support@mycompany.example", $"Mail {i}")));

        Assert.Equal(
            [JournalState.Routed, JournalState.Routed, JournalState.Ignored, JournalState.Ignored],
            entries.Select(entry => entry.State)
        );
        Assert.Single(gateway.Sent, sent => sent.From.Mailboxes.Single().Address == "mailer-daemon@mycompany.example");
        Assert.Equal(
            JournalState.Routed,
            (await DrainedAsync(gateway, Mails.New(Carl, "support@mycompany.example"))).State
        );
    }

    [Fact]
    public async Task With_the_scope_alias_the_records_of_every_sender_count()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "2");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.scope", "alias");
        var entries = new List<JournalEntry>();
        for (var i = 0; i < 3; i++)
            entries.Add(await DrainedAsync(gateway, Mails.New($"c{i}@new.example", "support@mycompany.example")));

        Assert.Equal(
            [JournalState.Routed, JournalState.Routed, JournalState.Ignored],
            entries.Select(entry => entry.State)
        );
    }

    [Fact]
    public async Task The_same_words_of_a_machine_to_the_catchall_again_are_stopped()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.old",
                Followers = ["agent@mycompany.example"],
            }
        );
        await DrainedAsync(gateway, Mails.New(Carl, "support@mycompany.example"));
        var notified = gateway.Sent[0];
        var (first, second) = (await AnswerAsync(), await AnswerAsync());

        Assert.Equal([JournalState.Routed, JournalState.Ignored], new[] { first.State, second.State });
        Assert.Contains(second.Reasons, reason => reason is { Rule: "RepeatedToCatchall", Hit: true });

        Task<JournalEntry> AnswerAsync()
        {
            var answer = Mails.ReplyTo(notified, Carl, "Noted.", "catchall@mycompany.example");
            answer.Headers.Add("Auto-Submitted", "auto-replied");
            return DrainedAsync(gateway, answer);
        }
    }

    [Fact]
    public async Task An_automatic_reply_is_kept_marked_and_told_on_as_automatic()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = Assert.Single((await DrainedAsync(gateway, Mails.New(Carl, "support@mycompany.example"))).Threads);
        var away = Mails.ReplyTo(gateway.Sent[0], Carl, "I am away.");
        away.Headers.Add("Auto-Submitted", "auto-replied");
        await DrainedAsync(gateway, away);

        Assert.Equal(
            Postern.Core.Mime.AutomaticMailKind.AutoReply,
            (await gateway.MessagesAsync(thread))[^1].Automatic?.Kind
        );
        Assert.Equal("auto-generated", gateway.Sent[^1].Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task A_mail_that_names_two_threads_waits_with_both_for_a_person()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var carls = Assert.Single(
            (await DrainedAsync(gateway, Mails.New(Carl, "support@mycompany.example", "Printer"))).Threads
        );
        var noras = Assert.Single(
            (await DrainedAsync(gateway, Mails.New(Nora, "support@mycompany.example", "Scanner"))).Threads
        );
        var mixed = Mails.ReplyTo(gateway.Sent[0], Carl, "Which one?");
        mixed.References.Clear();
        mixed.References.Add(gateway.Sent[1].MessageId!);

        var entry = await DrainedAsync(gateway, mixed);

        Assert.Equal(JournalState.Parked, entry.State);
        Assert.Equal([noras, carls], entry.Candidates);
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.Parked, entry.Id), (item.Kind, item.Mail));
    }

    [Fact]
    public async Task The_marker_in_the_body_finds_the_thread_when_nothing_else_is_left()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var id = (await DrainedAsync(gateway, Mails.New(Carl, "support@mycompany.example"))).Threads;
        var bare = Mails.New("agent@mycompany.example", "catchall@mycompany.example", "Printer on fire");
        bare.Body = new MimeKit.TextPart("html")
        {
            Text = $"<p>Use the extinguisher.</p><blockquote>{gateway.Sent[0].HtmlBody}</blockquote>",
        };

        var answer = await DrainedAsync(gateway, bare);

        Assert.Equal(id, answer.Threads);
        Assert.Contains(
            answer.Reasons,
            reason =>
                reason is { Rule: "Reply", Hit: true }
                && reason.Text.StartsWith("The hidden mark", StringComparison.Ordinal)
        );
    }

    private static async Task<JournalEntry> DrainedAsync(TestGateway gateway, MimeKit.MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return await gateway.JournalAsync(id);
    }
}
