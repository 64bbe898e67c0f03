using MimeKit;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// Answers that mail programs and relays have damaged still find their thread; the table stands in
/// <c>docs/threads.md</c>.
/// </summary>
public sealed class ThreadingTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private static readonly MailboxAddress Agent = new("Anna Agent", "agent@mycompany.example");

    /// <summary>What happens to a notification or to its answer on the way.</summary>
    [Flags]
    private enum Damage
    {
        None = 0,
        MessageIdRewritten = 1,
        ReferencesDropped = 2,
        InReplyToDropped = 4,
        ReplyToIgnored = 8,

        /// <summary>These two never decide: whoever writes, under whatever subject.</summary>
        SubjectChanged = 16,
        OtherSender = 32,
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Every_combination_of_damages_finds_the_right_thread_and_none_a_wrong_one()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        // A person who stands in two discussions of the same title: nothing but a clue tells them apart.
        var threads = new[] { await TellAsync(gateway), await TellAsync(gateway) };
        var notified = gateway.Sent.ToList();
        var rows = new List<string>();

        for (var damage = Damage.None; damage < Damage.SubjectChanged; damage++)
        {
            var clues = new HashSet<string>();
            foreach (
                var harmless in new[]
                {
                    Damage.None,
                    Damage.SubjectChanged,
                    Damage.OtherSender,
                    Damage.SubjectChanged | Damage.OtherSender,
                }
            )
            {
                for (var which = 0; which < threads.Length; which++)
                {
                    // One of four programs each, so that every damage meets every way of quoting.
                    var style = ReplyStyle.All[(rows.Count + (int)harmless / 16 + which) % ReplyStyle.All.Count];
                    var entry = await AnswerAsync(gateway, notified[which], style, damage | harmless);
                    Assert.True(
                        entry.State == JournalState.Routed && entry.Threads is [var thread] && thread == threads[which],
                        $"{damage | harmless} by {style.Name}: {entry.State} {string.Join(" ", entry.Threads)} "
                            + string.Join(" | ", entry.Reasons.Select(reason => reason.Text))
                    );
                    var found = entry.Reasons.Single(reason => reason is { Rule: "Reply", Hit: true }).Text;
                    clues.Add(found.Split(" names ")[0]);
                }
            }
            rows.Add(
                $"| {Cell(Damage.MessageIdRewritten)} | {Cell(Damage.ReferencesDropped)} "
                    + $"| {Cell(Damage.InReplyToDropped)} | {Cell(Damage.ReplyToIgnored)} | {Assert.Single(clues)} |"
            );

            string Cell(Damage one) => damage.HasFlag(one) ? "yes" : "";
        }

        output.WriteLine(string.Join('\n', rows));
        var document = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "threads.md"));
        Assert.Equal(
            rows,
            document.Where(line =>
                line.StartsWith("| yes", StringComparison.Ordinal) || line.StartsWith("|  |", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task An_answer_to_a_note_stays_internal_and_reaches_its_author_when_only_the_tag_is_left()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = await TellAsync(gateway);
        await gateway.RunAsync(
            Postern.Gateway.Storage.QueueNames.ThreadPosts,
            $$"""
            {
              "v": 1, "id": "n1", "thread": { "model": "{{thread.Model}}", "id": "{{thread.Id}}" },
              "author": "Boss <boss@mycompany.example>", "text": "Refund her?", "kind": "note", "followers": []
            }
            """
        );
        await gateway.DrainAsync();
        Assert.Equal("agent@mycompany.example", gateway.Sent[^1].To.Mailboxes.Single().Address);
        var told = gateway.Sent.Count;

        var entry = await AnswerAsync(
            gateway,
            gateway.Sent[^1],
            ReplyStyle.Outlook,
            Damage.MessageIdRewritten | Damage.ReferencesDropped | Damage.InReplyToDropped
        );

        Assert.Equal([thread], entry.Threads);
        Assert.Equal(MessageKind.Note, (await gateway.MessagesAsync(thread))[^1].Kind);
        Assert.Equal(
            ["boss@mycompany.example"],
            gateway.Sent.Skip(told).Select(mail => mail.To.Mailboxes.Single().Address)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_to_a_note_stays_internal_when_its_marker_alone_says_so_or_a_person_puts_it_on_its_thread(
        bool held
    )
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = await TellAsync(gateway);
        await gateway.RunAsync(
            Postern.Gateway.Storage.QueueNames.ThreadPosts,
            $$"""
            {
              "v": 1, "id": "n1", "thread": { "model": "{{thread.Model}}", "id": "{{thread.Id}}" },
              "author": "Boss <boss@mycompany.example>", "text": "Refund her?", "kind": "note", "followers": []
            }
            """
        );
        await gateway.DrainAsync();
        var (note, told) = (gateway.Sent[^1], gateway.Sent.Count);
        if (held)
            await gateway.PutAsync(
                Postern.Core.Configuration.ConfigurationKinds.Parameter,
                "mail.reply.strangers",
                "hold"
            );
        // A server that speaks for nobody of the company sends under the notification address. A program that
        // shortens References keeps the first.
        note.From.Clear();
        note.From.Add(new MailboxAddress("Boss", $"notifications@{TestGateway.Domain}"));
        note.References.RemoveAt(note.References.Count - 1);
        var entry = await AnswerAsync(
            gateway,
            note,
            ReplyStyle.Outlook,
            Damage.MessageIdRewritten
                | Damage.InReplyToDropped
                | Damage.ReplyToIgnored
                | (held ? Damage.OtherSender : Damage.None)
        );
        Assert.Equal(held ? JournalState.Held : JournalState.Routed, entry.State);
        if (held && MailId.TryParse(entry.Id, out var id))
            await gateway.Get<Postern.Gateway.Inbound.MailReplayer>().ReplayAsync(id, thread, default);
        await gateway.DrainAsync();

        Assert.Equal(MessageKind.Note, (await gateway.MessagesAsync(thread))[^1].Kind);
        Assert.DoesNotContain(
            gateway.Sent.Skip(told),
            mail => mail.To.Mailboxes.Single().Address == "carl@customer.example"
        );
        Assert.Contains(
            gateway.Sent.Skip(told),
            mail => mail.To.Mailboxes.Single().Address == "boss@mycompany.example"
        );
    }

    private static async Task<ThreadKey> TellAsync(TestGateway gateway)
    {
        var id = await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    private static async Task<JournalEntry> AnswerAsync(
        TestGateway gateway,
        MimeMessage notification,
        ReplyStyle style,
        Damage damage
    )
    {
        var seen = MimeMessage.Load(Bytes(notification));
        if (damage.HasFlag(Damage.MessageIdRewritten))
            seen.MessageId = MimeKit.Utils.MimeUtils.GenerateMessageId("eu-west-1.relay.example");
        if (damage.HasFlag(Damage.ReplyToIgnored))
            seen.ReplyTo.Clear();
        var answer = style.Answer(
            seen,
            damage.HasFlag(Damage.OtherSender) ? new MailboxAddress("Anna at home", "anna@home.example") : Agent,
            $"Use the extinguisher. {Guid.NewGuid()}"
        );
        if (damage.HasFlag(Damage.ReferencesDropped))
            answer.References.Clear();
        if (damage.HasFlag(Damage.InReplyToDropped))
            answer.Headers.Remove(HeaderId.InReplyTo);
        if (damage.HasFlag(Damage.SubjectChanged))
            answer.Subject = "Quite another matter";
        // Slowly, or the loop guard would take it for a loop.
        gateway.Time.Advance(TimeSpan.FromMinutes(10));
        var id = await gateway.PushAsync(answer);
        await gateway.DrainAsync();
        return await gateway.JournalAsync(id);
    }

    private static MemoryStream Bytes(MimeMessage mail)
    {
        var stream = new MemoryStream();
        mail.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }
}
