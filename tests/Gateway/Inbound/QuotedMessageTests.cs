using System.Globalization;
using System.Text;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>What a mail quotes is known from the messages of its thread.</summary>
public sealed class QuotedMessageTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";
    private const string Question = "Which of the three pumps is it?\n\nShall we send somebody?\n\nKind regards\nAnna";

    [Fact]
    public async Task The_new_text_of_a_reply_is_found_in_every_language_and_explained_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (thread, sent) = await AskAsync(gateway);
        var day = sent.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var time = sent.Date.ToString("HH:mm", CultureInfo.InvariantCulture);
        const string who = "Anna Agent <notifications@mycompany.example>";
        var marked = "> " + sent.TextBody!.TrimEnd().ReplaceLineEndings("\n> ");
        string[] bodies =
        [
            $"{day}, št, {time} {who} rašė:\n\n{marked}",
            $"‏בתאריך {day} ב-{time} מאת ‪{who}‬‏:‏\n\n{marked}",
            $"Pada tanggal {day} pukul {time}\n{who} menulis:\n{marked}",
            $"Anna Agent/MYCOMPANY@MYCOMPANY\n{day} {time}\n\nTo\nCarl/CUST@CUST\n\nSubject\n{sent.Subject}\n\n\n{sent.TextBody}",
        ];
        foreach (var body in bodies)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            var reply = Reply(sent, Customer, $"The second one.\n\n{body}\n");
            var raw = SpooledContent.Of(Encoding.UTF8.GetBytes(reply.ToString()));
            var explained = await gateway.Get<InboundExplainer>().ExplainAsync(raw, new MailOrigin("http"), default);
            await DrainedAsync(gateway, reply);

            var message = (await gateway.MessagesAsync(thread))[^1];
            Assert.Equal("The second one.", message.NewText);
            Assert.Equal("The second one.", Assert.Single(explained.Postings).NewText);
        }
    }

    [Theory]
    [InlineData("Vox: Anna Agent <notifications@mycompany.example>\nZond: {date}\n\n", "", Agent)]
    [InlineData("{date} Bo Boss grunkeld:\n", "> ", "\"Bo Boss\" <boss@mycompany.example>")]
    public async Task A_note_that_an_employee_quotes_in_a_comment_reaches_no_outsider(
        string introduction,
        string mark,
        string author
    )
    {
        await using var gateway = await TestGateway.StartAsync();
        var (thread, sent) = await AskAsync(gateway);
        var note = new ThreadPost
        {
            Id = "n1",
            Thread = new() { Model = thread.Model, Id = thread.Id },
            Author = author,
            Text = "He owes us 400 euros.\nGive him nothing before he has paid.",
            Kind = MessageKind.Note,
        };
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, note, default);
        await gateway.DrainAsync();
        var date = sent.Date.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);
        var quoted = $"He owes us 400 euros.\nPlease wait.\n{mark}Give him nothing before he has paid.";
        var text = $"We are on it.\n\n{introduction.Replace("{date}", date, StringComparison.Ordinal)}{mark}{quoted}\n";

        var reply = Reply(sent, Agent, text);
        var html = string.Concat(text.Split('\n').Select(line => $"<div>{line.TrimStart('>')}</div>"));
        reply.Body = new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody();
        await DrainedAsync(gateway, reply);

        var comment = (await gateway.MessagesAsync(thread))[^1];
        Assert.Equal(MessageKind.Comment, comment.Kind);
        var copy = gateway.Sent[^1];
        Assert.Equal("carl@customer.example", copy.To.Mailboxes.Single().Address);
        foreach (var shown in new[] { copy.TextBody, copy.HtmlBody, comment.Text, comment.Html })
        {
            Assert.Contains("We are on it.", shown, StringComparison.Ordinal);
            Assert.Contains("Please wait.", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("owes", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("nothing", shown, StringComparison.Ordinal);
        }

        // Nothing tells an outsider that a guess is right.
        await DrainedAsync(gateway, Reply(sent, Customer, text));
        Assert.Contains("owes", (await gateway.MessagesAsync(thread))[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_costs_one_query_however_long_its_thread_is_and_other_mail_none()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        var (thread, sent) = await AskAsync(gateway);
        var other = await CallsAsync(gateway, calls, Mails.New(Customer, "support@mycompany.example", "Other"));
        var small = await CallsAsync(gateway, calls, Reply(sent, Customer, "First."));
        await AddMessagesAsync(gateway, thread);
        var large = await CallsAsync(gateway, calls, Reply(sent, Customer, "Second."));

        Assert.DoesNotContain(other, IsQuery);
        // The thread's head with its followers and its latest messages.
        Assert.Equal(1, small.Count(IsQuery));
        // The answered message is not among the latest any more.
        Assert.Equal(small.Count + 1, large.Count);
        Assert.Equal(1, large.Count(IsQuery));
        Assert.DoesNotContain(large, call => call.Contains("mail-content", StringComparison.Ordinal));

        static bool IsQuery(string call) =>
            call.StartsWith("GET", StringComparison.Ordinal)
            && call.EndsWith("threads()", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task AddMessagesAsync(TestGateway gateway, ThreadKey thread)
    {
        var model = (await gateway.MessagesAsync(thread))[^1];
        var rows = Enumerable
            .Range(1, 60)
            .Select(i => MessageKey.Create(gateway.Time.GetUtcNow().AddSeconds(i), $"{i:00000000000}").Value)
            .Select(key => RowWrite.Add(ThreadRows.Write(thread, model with { Key = key })));
        Assert.True(await gateway.Threads.TrySubmitAsync([.. rows], default));
    }

    private static async Task<List<string>> CallsAsync(TestGateway gateway, StorageFaults calls, MimeMessage mail)
    {
        await gateway.PushAsync(mail);
        await gateway.Get<Postern.Gateway.Settings.GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();
        await gateway.StepAsync(QueueNames.InboundMail);
        var made = calls.Calls.ToList();
        await gateway.DrainAsync();
        return made;
    }

    /// <summary>A customer's ticket, and the agent's question as the customer got it.</summary>
    private static async Task<(ThreadKey Thread, MimeMessage Sent)> AskAsync(TestGateway gateway)
    {
        await gateway.SetUpDeskAsync();
        var id = await DrainedAsync(gateway, Mails.New(Customer, "support@mycompany.example", "Pump"));
        await DrainedAsync(gateway, Reply(gateway.Sent[^1], Agent, Question));
        return (Assert.Single((await gateway.JournalAsync(id)).Threads), gateway.Sent[^1]);
    }

    private static MimeMessage Reply(MimeMessage mail, string from, string text)
    {
        var reply = Mails.ReplyTo(mail, from, "");
        reply.Body = new TextPart("plain") { Text = text };
        return reply;
    }

    private static async Task<MailId> DrainedAsync(TestGateway gateway, MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return id;
    }
}
