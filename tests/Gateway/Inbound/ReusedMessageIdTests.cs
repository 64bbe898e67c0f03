using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Devices of several customers that write one Message-Id into every mail.</summary>
public sealed class ReusedMessageIdTests
{
    private const string Id = "42@device";
    private const string Olga = "olga@north.example";
    private const string Paul = "paul@south.example";

    [Theory]
    [InlineData("In-Reply-To")]
    [InlineData("References")]
    public async Task Both_make_a_record_and_an_answer_goes_where_its_people_take_part_else_it_is_parked(string field)
    {
        await using var gateway = await DeskAsync();
        var (olgas, pauls) = await AlarmsAsync(gateway);
        Assert.NotEqual(olgas, pauls);

        var helper = await AnswerAsync(gateway, "helper@south.example", Paul, field, 1);
        var customer = await AnswerAsync(gateway, Olga, null, field, 2);
        var stranger = await AnswerAsync(gateway, "helper@south.example", null, field, 3);
        var both = await AnswerAsync(gateway, "helper@south.example", $"{Paul}, {Olga}", field, 4);

        Assert.Equal((JournalState.Routed, pauls), (helper.State, Assert.Single(helper.Threads)));
        Assert.Equal((JournalState.Routed, olgas), (customer.State, Assert.Single(customer.Threads)));
        Assert.All(
            new[] { stranger, both },
            entry => Assert.Equal((JournalState.Parked, 0), (entry.State, entry.Threads.Count))
        );
        Assert.Equal([olgas, pauls], stranger.Candidates);
        var waiting = await gateway.Get<AttentionStore>().ListAsync(10, default);
        Assert.Equal(2, waiting.Count(item => item.Kind == AttentionKind.Parked));
    }

    [Fact]
    public async Task A_tag_of_ours_tells_which_of_them_is_answered()
    {
        await using var gateway = await DeskAsync();
        var (_, pauls) = await AlarmsAsync(gateway);
        var told = gateway.Sent[^1];
        var answer = Mails.New("helper@south.example", told.ReplyTo.ToString(), "Re: Alarm", "It is off.");
        answer.InReplyTo = Id;

        var id = await gateway.PushAsync(answer);
        await gateway.DrainAsync();

        Assert.Equal([pauls], (await gateway.JournalAsync(id)).Threads);
    }

    [Fact]
    public async Task The_second_mail_is_replayed_and_put_on_a_thread_and_answers_find_it_there()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Alarm(Olga));
        var lost = await gateway.PushAsync(Alarm(Paul, "nobody@mycompany.example"));
        var other = await gateway.PushAsync(Mails.New(Paul, "support@mycompany.example", "Pump"));
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Refused, (await gateway.JournalAsync(lost)).State);
        var pump = Assert.Single((await gateway.JournalAsync(other)).Threads);
        var before = await AnswerAsync(gateway, "helper@south.example", Paul, "In-Reply-To", 1);
        Assert.Equal(JournalState.Parked, before.State);

        Assert.Equal(ReplayOutcome.Queued, await gateway.Get<MailReplayer>().ReplayAsync(lost, pump, default));
        await gateway.DrainAsync();

        Assert.Equal([pump], (await gateway.JournalAsync(lost)).Threads);
        var after = await AnswerAsync(gateway, "helper@south.example", Paul, "In-Reply-To", 2);
        Assert.Equal([pump], after.Threads);
        Assert.Equal(
            ReplayOutcome.Queued,
            await gateway.Get<MailReplayer>().ReplayAsync(new(before.Id), null, default)
        );
        await gateway.DrainAsync();
        Assert.Equal([pump], (await gateway.JournalAsync(new(before.Id))).Threads);
    }

    [Fact]
    public async Task Copies_of_the_second_mail_are_copies_and_the_claim_of_the_first_names_the_latest_twenty()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "100");
        for (var i = 0; i < 24; i++)
            await gateway.PushAsync(Alarm(Olga, text: $"Alarm number {i}."));
        await gateway.DrainAsync();
        var again = Alarm(Olga, text: "CAUTION: This email originated from outside.\n\nAlarm number 23.");
        again.Subject = "[EXTERNAL] Alarm";

        var decorated = await gateway.PushAsync(again);
        var old = await gateway.PushAsync(Alarm(Olga, text: "Alarm number 2."), "support@mycompany.example");
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(decorated)).State);
        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(old)).State);
        var claim = await gateway.Get<ClaimStore>().FindAsync(ClaimKey.OfMessageId(Id), default);
        Assert.Equal(20, claim!.Further.Count);
        Assert.All(claim.Further, mail => Assert.NotNull(mail.Thread));
    }

    [Fact]
    public async Task Mails_of_one_id_that_are_decided_about_at_the_same_moment_each_make_their_record()
    {
        await using var gateway = await DeskAsync();
        var ids = new List<MailId>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await gateway.PushAsync(Alarm(Olga, text: $"Zone {i}.")));
            ids.Add(await gateway.PushAsync(Alarm(Olga, text: $"Zone {i}."), "support@mycompany.example"));
        }
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var messages = (await queue.ReceiveMessagesAsync(32)).Value;
        await Task.WhenAll(messages.Select(it => gateway.RunAsync(QueueNames.InboundMail, it.MessageText)));
        await gateway.DrainAsync();

        var entries = await Task.WhenAll(ids.Select(gateway.JournalAsync));
        Assert.Equal(6, entries.Count(entry => entry.State == JournalState.Routed));
        Assert.Equal(6, entries.SelectMany(entry => entry.Threads).Distinct().Count());
        Assert.Equal(6, entries.Count(entry => entry.State == JournalState.Duplicate));
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<(ThreadKey Olgas, ThreadKey Pauls)> AlarmsAsync(TestGateway gateway)
    {
        var first = await gateway.PushAsync(Alarm(Olga));
        await gateway.DrainAsync();
        var second = await gateway.PushAsync(Alarm(Paul));
        await gateway.DrainAsync();
        return (
            Assert.Single((await gateway.JournalAsync(first)).Threads),
            Assert.Single((await gateway.JournalAsync(second)).Threads)
        );
    }

    private static async Task<JournalEntry> AnswerAsync(
        TestGateway gateway,
        string from,
        string? cc,
        string field,
        int number
    )
    {
        var answer = Mails.New(from, "support@mycompany.example", "Re: Alarm", $"The code is {number}.", cc);
        answer.Headers.Add(field, $"<{Id}>");
        var id = await gateway.PushAsync(answer);
        await gateway.DrainAsync();
        return await gateway.JournalAsync(id);
    }

    private static MimeKit.MimeMessage Alarm(
        string from,
        string to = "support@mycompany.example",
        string text = "The pump has stopped."
    )
    {
        var mail = Mails.New(from, to, "Alarm", text);
        mail.MessageId = Id;
        mail.Date = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        return mail;
    }
}
