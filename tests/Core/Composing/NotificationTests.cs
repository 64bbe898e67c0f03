using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Xunit;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Composing;
using Postern.Core.Mime;
using Postern.Core.Templates;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Tests.Composing;

/// <summary>What a notification says and how it is built (P5, P26).</summary>
public sealed partial class NotificationTests
{
    public static TheoryData<string> Hostile =>
        [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'><svg onload=alert(1)>",
            "</title></style><script>alert(1)</script>",
            "x\r\nBcc: eve@evil.example",
            "x\nContent-Type: text/html\n\n<script>alert(1)</script>",
            "x\u2028Bcc: eve@evil.example",
            "=?utf-8?q?x=0D=0ABcc:_eve@evil.example?=",
            "{message}{link}{?stop}",
            "javascript:alert(1)",
            "\u202Egnp.exe",
            "&lt;script&gt; <!-- ",
        ];

    [Fact]
    public void It_says_who_wrote_on_what_and_why_the_reader_gets_it_and_how_to_stop()
    {
        var mail = NotificationComposer.Compose(Drafts.Of());
        foreach (var body in new[] { mail.TextBody!, mail.HtmlBody! })
        {
            Assert.Contains("Anna Agent", body, StringComparison.Ordinal);
            Assert.Contains("Printer on fire", body, StringComparison.Ordinal);
            Assert.Contains("It burns.", body, StringComparison.Ordinal);
            Assert.Contains("You get this because you follow", body, StringComparison.Ordinal);
            Assert.Contains(Drafts.Link, body, StringComparison.Ordinal);
            Assert.Contains(Drafts.Stop, body, StringComparison.Ordinal);
        }
        Assert.Equal($"<{Drafts.Stop}>", mail.Headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        Assert.Equal("multipart/alternative", mail.Body!.ContentType.MimeType);
        Assert.Equal(["text/plain", "text/html"], ((Multipart)mail.Body!).Select(part => part.ContentType.MimeType));
    }

    [Fact]
    public void Whom_a_message_names_gets_no_link_to_stop_what_they_do_not_follow()
    {
        var draft = Drafts.Of() with { Stop = null };
        var mail = NotificationComposer.Compose(draft with { Delivery = draft.Delivery with { Named = true } });
        Assert.Null(mail.Headers["List-Unsubscribe"]);
        Assert.DoesNotContain("Stop following", mail.HtmlBody + mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Anna Agent named you", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "de",
        "Anna Agent schrieb zu Printer on fire:",
        "weil Sie „Printer on fire“ folgen",
        "Nicht mehr folgen"
    )]
    [InlineData("ro", "Anna Agent a scris despre Printer on fire:", "pentru că urmăriți", "Nu mai urmăresc")]
    [InlineData("hu", "Anna Agent üzenete, téma: Printer on fire", "mert követi ezt", "Követés leállítása")]
    public void It_is_in_the_language_of_its_words(string language, string heading, string reason, string stop)
    {
        var mail = NotificationComposer.Compose(Drafts.Of() with { Words = new Words(language) });

        Assert.StartsWith(heading, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"{stop}: {Drafts.Stop}", mail.TextBody, StringComparison.Ordinal);
        foreach (var body in new[] { mail.TextBody!, WebUtility.HtmlDecode(mail.HtmlBody!) })
        {
            Assert.Contains(reason, body, StringComparison.Ordinal);
            Assert.Contains(stop, body, StringComparison.Ordinal);
            Assert.DoesNotContain("Open", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_text_of_an_alias_domain_is_text_in_the_HTML_too()
    {
        var own = new Dictionary<string, string> { ["follows"] = "<b>{record}</b> & <script>", ["stop"] = "\"><i>" };

        var mail = NotificationComposer.Compose(Drafts.Of() with { Words = new Words("en", own) });

        Assert.Contains(
            "&lt;b&gt;Printer on fire&lt;/b&gt; &amp; &lt;script&gt;",
            mail.HtmlBody,
            StringComparison.Ordinal
        );
        Assert.Contains("&quot;&gt;&lt;i&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<b>Printer on fire</b> & <script>", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_link_template_there_is_no_button() =>
        Assert.DoesNotContain(
            "class=\"po-button\"",
            NotificationComposer.Compose(Drafts.Of() with { Link = null }).HtmlBody,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_note_says_that_the_answer_stays_internal() =>
        Assert.Contains(
            "Your answer stays internal.",
            NotificationComposer.Compose(Drafts.Of(kind: MessageKind.Note)).TextBody,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_a_stranger_wrote_says_so_by_their_address()
    {
        var draft = Drafts.Of(author: "Anna Agent");
        var eve = new MessageAuthor("eve@evil.example", "Anna Agent", false);
        var message = draft.Message with { Stranger = true, Author = eve };

        var mail = NotificationComposer.Compose(draft with { Message = message });

        Assert.Contains("Written by eve@evil.example, who is not known here.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Written by eve@evil.example, who is not known here.", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("not known here", NotificationComposer.Compose(draft).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_machine_wrote_says_so()
    {
        var draft = Drafts.Of();
        Assert.Null(NotificationComposer.Compose(draft).Headers["Auto-Submitted"]);
        var message = draft.Message with { Automatic = new(AutomaticMailKind.Bulk, "A program posted it.") };
        var automatic = NotificationComposer.Compose(draft with { Message = message });
        Assert.Equal("auto-generated", automatic.Headers["Auto-Submitted"]);
    }

    [Fact]
    public void The_reply_address_is_never_folded()
    {
        var longDomain = string.Join('.', Enumerable.Repeat("averylongname", 8));
        var longest = $"{Drafts.ReplyTo.Split('@')[0]}@{longDomain}.example";
        foreach (var address in new[] { Drafts.ReplyTo, longest })
        {
            var mail = NotificationComposer.Compose(Drafts.Of() with { ReplyTo = address });
            Assert.Contains($"Reply-To: {address}", HeaderLines(mail));
        }
        Assert.InRange($"Reply-To: {Drafts.ReplyTo}".Length, 1, 78);
        Assert.InRange(Drafts.ReplyTo.Length, 1, 68);
    }

    [Fact]
    public void A_text_and_an_html_carry_the_marker_and_the_references_end_with_the_message_itself()
    {
        var mail = NotificationComposer.Compose(Drafts.Of());
        Assert.Equal(2, Marker().Count(mail.TextBody + mail.HtmlBody));
        Assert.Equal(["first@client.example", "own@mycompany.example"], mail.References);
        Assert.Equal("first@client.example", mail.InReplyTo);
    }

    [Fact]
    public void A_model_s_template_decides_subject_and_layout_and_shows_values()
    {
        var template = new NotificationTemplate
        {
            Subject = "[{model} {id}] {record} ({values.team})",
            Html = """
                <html><body><h1>{record}</h1>{message}{?values.team}<p>Team {values.team}</p>{/values.team}
                {?values.none}<p>None</p>{/values.none}</body></html>
                """,
            Text = "{message} -- {values.team}",
        };
        Assert.Empty(NotificationTemplateRules.Errors(template));
        var mail = NotificationComposer.Compose(Drafts.Of().With("team", "No<rth") with { Template = template });
        Assert.Equal("[helpdesk.ticket 4711] Printer on fire (No<rth)", mail.Subject);
        Assert.Contains("<p>Team No&lt;rth</p>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("None", mail.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("It burns. -- No<rth", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_names_subjects_texts_files_and_values_stay_text(string hostile) => AssertHarmless(hostile);

    [Property(MaxTest = 200)]
    public bool No_text_makes_markup_or_a_header_field(NonNull<string> text)
    {
        AssertHarmless(text.Get);
        return true;
    }

    private static void AssertHarmless(string hostile)
    {
        var template = new NotificationTemplate
        {
            Subject = "{record} {values.team}",
            Html = NotificationLayout.Html.Replace(
                "{record}",
                "{record} {values.team} {id} {model} {subject}",
                StringComparison.Ordinal
            ),
        };
        var usual = NotificationComposer.Compose(Draft("plain", template));
        var mail = NotificationComposer.Compose(Draft(hostile, template));
        Assert.Equal(FieldNames(usual), FieldNames(mail));
        Assert.DoesNotContain(
            mail.Headers,
            header => header.Value.Contains('\n', StringComparison.Ordinal) && header.Id == HeaderId.Subject
        );
        // Neither more nor other elements than those of the same mail with a harmless word.
        Assert.Equal(Elements(usual.HtmlBody), Elements(mail.HtmlBody));
        Assert.Equal(usual.Attachments.Count(), mail.Attachments.Count());
    }

    private static MailDraft Draft(string text, NotificationTemplate template)
    {
        var file = new MessageAttachment(text, "text/plain", 2, "blob");
        return Drafts.Of(text, subject: text, title: text, author: text).With("team", text) with
        {
            Template = template,
            Files = [(file, SpooledContent.Of("Hi"u8.ToArray()))],
            LeftOut = [file with { Blob = "left" }],
        };
    }

    private static List<string> FieldNames(MimeMessage mail)
    {
        var read = MimeMessage.Load(new MemoryStream(Written(mail)));
        return [.. read.Headers.Select(header => header.Field).Order(StringComparer.Ordinal)];
    }

    private static string[] HeaderLines(MimeMessage mail)
    {
        var header = Encoding.UTF8.GetString(Written(mail)).Split("\r\n\r\n")[0];
        return header.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
    }

    private static byte[] Written(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream);
        return stream.ToArray();
    }

    private static List<string> Elements(string? html) =>
        [
            .. new AngleSharp.Html.Parser.HtmlParser()
                .ParseDocument(html ?? "")
                .All.Select(element =>
                    $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}"
                ),
        ];

    [GeneratedRegex("postern-ref-[0-9a-v]+")]
    private static partial Regex Marker();
}
