using System.Text;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>One mail that comes by several ways, and different mails that look alike.</summary>
public sealed class CopiesTests
{
    private const string Lena = "Lena <lena@garden.example>";

    [Fact]
    public async Task Photos_and_short_words_of_a_customer_on_a_thread_without_an_alias_all_arrive()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New(Lena, "support@mycompany.example", "Greenhouse"));
        await gateway.DrainAsync();
        var agent = Mails.ReplyTo(gateway.Sent[0], "agent@mycompany.example", "Send us photos.");
        agent.To.Clear();
        agent.To.AddRange(gateway.Sent[0].ReplyTo);
        await gateway.PushAsync(agent);
        await gateway.DrainAsync();
        var asked = gateway.Sent[^1];
        var tagged = (MailboxAddress)asked.ReplyTo[0];
        // As for a model that has no alias: the reply address is the catchall's, with the tag.
        var address = $"catchall+{tagged.Address.Split('+')[1]}";
        var states = new List<JournalState>();

        foreach (var photo in new[] { "one", "two", "three" })
            states.Add((await AnswerAsync(gateway, asked, address, "Sent from my phone", photo)).State);
        states.Add((await AnswerAsync(gateway, asked, address, "Done.", null)).State);
        await gateway.AdvanceAsync(TimeSpan.FromHours(1));
        var last = await AnswerAsync(gateway, asked, address, "Done.", null);

        Assert.Equal(Enumerable.Repeat(JournalState.Routed, 5), [.. states, last.State]);
        Assert.Equal(7, (await gateway.MessagesAsync(Assert.Single(last.Threads))).Count);
    }

    [Theory]
    [InlineData(
        "[all] Case",
        "Server is down.\n\n_______________\nall mailing list\n",
        "List-Id: <all.office.example>"
    )]
    [InlineData(
        "[EXTERNAL] Case",
        "CAUTION: This message came from outside. Do not click links.\n\nServer is down.",
        ""
    )]
    [InlineData("Case", "Server is down.", "X-Gateway: relay")]
    public async Task A_mail_that_comes_directly_and_decorated_makes_one_record_in_either_order(
        string subject,
        string text,
        string field
    )
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        foreach (var (id, isFirst) in new[] { ("way-1", true), ("way-2", false) })
        {
            var (direct, decorated) = (Raw(id), Raw(id, subject, text, field));
            var first = await gateway.PushAsync(isFirst ? direct : decorated, "support@mycompany.example");
            await gateway.DrainAsync();
            var foreseen = await ExplainAsync(gateway, isFirst ? decorated : direct);
            gateway.Time.Advance(TimeSpan.FromMinutes(1));
            var copy = await gateway.PushAsync(isFirst ? decorated : direct, "all@mycompany.example");
            await gateway.DrainAsync();

            var (kept, dropped) = (await gateway.JournalAsync(first), await gateway.JournalAsync(copy));
            Assert.Equal((JournalState.Routed, JournalState.Duplicate), (kept.State, dropped.State));
            Assert.Equal((JournalState.Duplicate, first.Value), (foreseen.State, foreseen.CopyOf));
            Assert.Equal(first.Value, dropped.CopyOf);
            var noted = Assert.Single(kept.Copies);
            Assert.Equal((copy.Value, dropped.Received, "http"), (noted.Mail, noted.Received, noted.Source));
            Assert.Contains("all@mycompany.example", noted.Recipients);
            Assert.Equal(kept.Copies.Count, (await ExplainAsync(gateway, direct)).Copies.Count);
        }
    }

    [Fact]
    public async Task Of_copies_that_are_decided_about_at_the_same_moment_one_makes_the_record_and_names_all_others()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var ids = new List<MailId>();
        for (var i = 0; i < 8; i++)
        {
            var footer = $"Server is down.\n\n__________\nlist {i}\n";
            ids.Add(
                await gateway.PushAsync(
                    Raw("at-once", $"[list-{i}] Case", footer, "List-Id: <l.office.example>"),
                    "support@mycompany.example"
                )
            );
        }

        await RunAtOnceAsync(gateway);

        var entries = await Task.WhenAll(ids.Select(gateway.JournalAsync));
        var first = Assert.Single(entries, entry => entry.State == JournalState.Routed);
        var others = entries.Where(entry => entry.State == JournalState.Duplicate).ToList();
        Assert.Equal((7, 7), (others.Count, first.Copies.Count));
        Assert.All(others, entry => Assert.Equal(first.Id, entry.CopyOf));
    }

    [Fact]
    public async Task A_replay_of_the_first_mail_keeps_the_copies_that_its_entry_names()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var first = await gateway.PushAsync(Raw("later", to: "sales@mycompany.example"));
        await gateway.DrainAsync();
        var copy = await gateway.PushAsync(Raw("later", to: "sales@mycompany.example", field: "X-Way: other"));
        await gateway.DrainAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
            }
        );

        await gateway.Get<MailReplayer>().ReplayAsync(first, null, default);
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(first);
        Assert.Equal((JournalState.Routed, copy.Value), (entry.State, Assert.Single(entry.Copies).Mail));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_that_an_older_version_decided_about_is_known_when_it_comes_again(bool hasId)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var raw = Raw(hasId ? "old" : null);
        var mail = Core.Parsing.MailParser.Parse(raw.ToMemory());
        // As the older version wrote it: without what is compared now.
        var key = hasId ? ClaimKey.OfMessageId(mail.MessageId!) : ClaimKey.OfContent(mail.Fingerprint);
        var row = new Azure.Data.Tables.TableEntity(key.Partition, key.Row)
        {
            ["json"] = $$"""
                {"owner":"ubpi86akvtuk5apc6uc39cepq","fingerprint":"{{mail.Fingerprint}}","state":"routed",
                "reasons":[],"postings":[],"notices":[],"withheld":[],"candidates":[],
                "aliases":["support@mycompany.example"],"reports":[],"clearsBounces":false}
                """,
        };
        await gateway.Get<GatewayStorage>().Table(TableNames.Claims).AddEntityAsync(row);

        var again = await gateway.PushAsync(raw, "support@mycompany.example");
        var other = await gateway.PushAsync(
            Raw(hasId ? "old" : null, text: "All is well."),
            "support@mycompany.example"
        );
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(again)).State);
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(other)).State);
    }

    private static async Task<JournalEntry> AnswerAsync(
        TestGateway gateway,
        MimeMessage asked,
        string address,
        string text,
        string? photo
    )
    {
        var answer = Mails.ReplyTo(asked, Lena, text, address);
        var words = new TextPart("plain") { Text = text };
        answer.Body = photo is null ? words : new Multipart("mixed") { words, Photo(photo) };
        var id = await gateway.PushAsync(answer);
        await gateway.DrainAsync();
        return await gateway.JournalAsync(id);
    }

    private static MimePart Photo(string content) =>
        new("image", "jpeg")
        {
            FileName = "photo.jpg",
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(content))),
        };

    private static BinaryData Raw(
        string? id,
        string subject = "Case",
        string text = "Server is down.",
        string field = "X-Mailer: desk",
        string to = "support@mycompany.example"
    )
    {
        var messageId = id is null ? "" : $"Message-Id: <{id}@garden.example>\n";
        var extra = field.Length == 0 ? "" : $"{field}\n";
        return BinaryData.FromString(
            $"From: {Lena}\nTo: {to}\nSubject: {subject}\nDate: Mon, 2 Nov 2026 09:00:00 +0000\n{messageId}{extra}\n{text}\n"
        );
    }

    private static async Task<Core.Routing.InboundExplanation> ExplainAsync(TestGateway gateway, BinaryData raw)
    {
        var origin = new MailOrigin("http", RcptTo: ["copy@mycompany.example"]);
        using var content = Core.Mime.SpooledContent.Of(raw.ToArray());
        return await gateway.Get<InboundExplainer>().ExplainAsync(content, origin, default);
    }

    private static async Task RunAtOnceAsync(TestGateway gateway)
    {
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var messages = (await queue.ReceiveMessagesAsync(32)).Value;
        await Task.WhenAll(messages.Select(message => gateway.RunAsync(QueueNames.InboundMail, message.MessageText)));
        await gateway.DrainAsync();
    }
}
