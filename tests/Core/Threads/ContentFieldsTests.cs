using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Core.Threads.Planning;

namespace Postern.Tests.Threads;

/// <summary>When a message with a known id is the same again, and when the program used the id twice.</summary>
public sealed class ContentFieldsTests
{
    private const string First = """
        {"v":1,"id":"1","from":"a@b.example","to":["c@d.example"],"subject":"x","text":"x",
        "headers":{"Importance":"high","Keywords":"a"},"metadata":{"a":"1","b":"2"},
        "attachments":[{"name":"a.txt","content":"QUFB"}]}
        """;

    [Theory]
    // Spaces and another order.
    [InlineData(
        """
            { "id": "1", "v": 1, "text": "x", "metadata": { "b": "2", "a": "1" }, "subject": "x", "to": [ "c@d.example" ],
              "headers": { "Keywords": "a", "Importance": "high" }, "from": "a@b.example",
              "attachments": [ { "content": "QUFB", "name": "a.txt" } ] }
            """
    )]
    // Defaults that are spelt out, and escapes.
    [InlineData(
        """
            {"v":1,"id":"1","from":"\u0061@b.example","to":["c@d.example"],"cc":[],"bcc":[],"subject":"\u0078","text":"x",
            "html":null,"replyTo":null,"headers":{"Importance":"high","Keywords":"a"},"metadata":{"a":"1","b":"2"},
            "attachments":[{"name":"a.txt","content":"QUFB","blob":null}]}
            """
    )]
    // The text in a blob.
    [InlineData(
        """
            {"v":1,"id":"1","from":"a@b.example","to":["c@d.example"],"subject":"x","textBlob":"texts/1",
            "headers":{"Importance":"high","Keywords":"a"},"metadata":{"a":"1","b":"2"},
            "attachments":[{"name":"a.txt","content":"QUFB"}]}
            """
    )]
    public void How_a_message_is_written_is_no_content(string again) => Assert.Null(Reuse(First, again));

    [Fact]
    public void A_file_in_the_message_is_the_one_in_the_blob_that_the_gateway_made_of_it()
    {
        var blob = Hash.OfContent("AAA"u8);
        var moved = First.Replace("\"content\":\"QUFB\"", $"\"blob\":\"{blob}\"", StringComparison.Ordinal);
        Assert.Null(Reuse(First, moved));
    }

    [Theory]
    [InlineData("\"subject\":\"x\"", "\"subject\":\"y\"", "subject differs")]
    [InlineData("\"text\":\"x\"", "\"text\":\"y\"", "text differs")]
    [InlineData("\"text\":\"x\"", "\"text\":\"x\",\"html\":\"<p>x</p>\"", "html differs")]
    [InlineData("c@d.example", "e@d.example", "to differs")]
    [InlineData("\"to\":", "\"cc\":", "cc, to differ")]
    [InlineData("\"Keywords\":\"a\"", "\"Keywords\":\"b\"", "headers differs")]
    [InlineData("\"b\":\"2\"", "\"b\":\"3\"", "metadata differs")]
    [InlineData("QUFB", "QUFC", "attachments differs")]
    [InlineData("a.txt", "b.txt", "attachments differs")]
    [InlineData("\"from\":\"a@b.example\"", "\"from\":\"z@b.example\",\"server\":\"s\"", "from, server differ")]
    public void What_differs_is_named(string part, string other, string words)
    {
        var reuse = Reuse(First, First.Replace(part, other, StringComparison.Ordinal));
        Assert.Contains("2026-11-23 09:00:00Z", reuse, StringComparison.Ordinal);
        Assert.EndsWith(words, reuse, StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_the_thread_is_made_is_no_content_of_a_post_but_its_kind_is()
    {
        const string Post =
            """{"v":1,"id":"1","thread":{"model":"m","id":"1","create":true},"author":"a@b.example","text":"x"}""";
        Assert.Null(Reuse<ThreadPost>(Post, Post.Replace(",\"create\":true", "", StringComparison.Ordinal)));
        var note = Post.Replace("\"text\"", "\"kind\":\"note\",\"automatic\":true,\"text\"", StringComparison.Ordinal);
        Assert.EndsWith("automatic, kind differ", Reuse<ThreadPost>(Post, note), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_older_version_took_is_not_compared() =>
        Assert.Null(ContentFields.FindReuse(ClaimOf(null), FieldsOf<OutboundMail>(First)));

    private static string? Reuse(string first, string second) => Reuse<OutboundMail>(first, second);

    private static string? Reuse<T>(string first, string second)
        where T : QueueContract => ContentFields.FindReuse(ClaimOf(FieldsOf<T>(first)), FieldsOf<T>(second));

    private static IReadOnlyDictionary<string, string> FieldsOf<T>(string json)
        where T : QueueContract
    {
        var item = ContractReader.Read<T>(json).Item!;
        // As they are read: a text in a blob is the same text.
        return item switch
        {
            OutboundMail mail => Fields(mail, mail.Attachments, mail.Text ?? "x", mail.Html),
            ThreadPost post => Fields(post, post.Attachments, post.Text, post.Html),
            _ => throw new ArgumentException("No message of a program.", nameof(json)),
        };
    }

    private static IReadOnlyDictionary<string, string> Fields(
        QueueContract item,
        IReadOnlyList<AttachmentItem> attachments,
        string? text,
        string? html
    ) => ContentFields.Of(item, attachments, new MessageContent { Text = text, Html = html });

    private static Claim ClaimOf(IReadOnlyDictionary<string, string>? fields) =>
        new()
        {
            Owner = "1",
            Fingerprint = "",
            Fields = fields,
            State = JournalState.Routed,
            Postings =
            [
                new PostingPlan
                {
                    Thread = new ThreadHead
                    {
                        Model = "outbound",
                        Id = "t",
                        Token = "t",
                        Subject = "x",
                        Created = DateTimeOffset.UnixEpoch,
                    },
                    Message = "key",
                    Time = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
                    Author = new MessageAuthor("a@b.example", null, true),
                    MessageId = "m@b.example",
                },
            ],
        };
}
