using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit;
using Postern.Core.Composing;
using Postern.Core.Delivery;
using Postern.Core.Mime;
using Postern.Core.Threads;

namespace Postern.Tests.Delivery;

/// <summary>The form in which mails leave, whatever outsiders wrote into them.</summary>
public sealed class WireFormTests
{
    // csharpier-ignore
    private static readonly string[] Fragments =
    [
        "\r", "\n", "\r\n", "\r.\r", "\n.\r\n", "\r\n.\r\n", ".", "\0", "\t", " ", "\u0085", "\u2028", "\u202E",
        "\u001b", "\uD800", "\uDC00", "é", "字", "😀", "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "\"", "\\", "(", ";",
        ":", ",", "<", ">", "eve@evil.example", "Bcc: eve@evil.example", "MAIL FROM:<eve@evil.example>", "--", "%00",
        "*0*=", "word", "two words", new string('x', 1200), new string('字', 500),
        string.Concat(Enumerable.Repeat("ab ", 400)),
    ];

    // csharpier-ignore
    private static readonly HashSet<string> Fields =
    [
        "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-Id", "References", "In-Reply-To", "MIME-Version",
        "List-Unsubscribe", "List-Unsubscribe-Post", "X-Priority", "Keywords", "Content-Type", "Content-Id",
        "Content-Location",        "Content-Disposition", "Content-Transfer-Encoding",
    ];

    private static readonly Gen<string> Hostile = Gen.Elements(Fragments).ListOf().Select(string.Concat);

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Hostile.Select(Encoding.UTF8.GetBytes),
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
    );

    private static readonly Gen<string> Types = Gen.Elements(
        "text/plain",
        "text/html; charset=utf-8",
        "text/plain; format=flowed; charset=\"iso-8859-1\"",
        "application/pdf",
        "message/rfc822",
        "message/delivery-status",
        "message/partial",
        "multipart/mixed",
        $"application/x; {new string('y', 1200)}=z",
        $"application/{new string('y', 1200)}",
        "text/plain; name=\"é\r\nX: y\"",
        "nothing"
    );

    private static readonly bool[] Booleans = [false, true];

    private static readonly EncodingConstraint[] Constraints =
    [
        EncodingConstraint.SevenBit,
        EncodingConstraint.EightBit,
        EncodingConstraint.None,
    ];

    [Property(MaxTest = 200)]
    public Property Every_mail_that_is_composed_has_the_form_that_SMTP_allows() =>
        Prop.ForAll(
            Drafts().ToArbitrary(),
            draft =>
            {
                foreach (var constraint in Constraints)
                    AssertMayLeave(NotificationComposer.Compose(draft), constraint, international: false);
                AssertMayLeave(NotificationComposer.Compose(draft), EncodingConstraint.EightBit, international: true);
            }
        );

    [Property(MaxTest = 200)]
    public Property A_file_arrives_byte_for_byte() =>
        Prop.ForAll(
            Bytes.Zip(Types).ToArbitrary(),
            file =>
            {
                var mail = Prepared(WithFile(file.Item1, file.Item2), EncodingConstraint.SevenBit);
                var part = mail.BodyParts.Last();
                // An attached mail that may leave as it is is a mail and no file.
                if (part is MessagePart or TextPart { IsAttachment: false })
                    return;
                using var content = new MemoryStream();
                ((MimePart)part).Content!.DecodeTo(content);
                Assert.Equal(file.Item1, content.ToArray());
            }
        );

    [Theory]
    [InlineData("one\r.\rtwo")]
    [InlineData("one\n.\r\ntwo")]
    [InlineData("one\r\n.\r\ntwo\n")]
    [InlineData("one\ntwo")]
    [InlineData("one\0two")]
    public void A_text_file_with_a_bare_CR_or_LF_or_NUL_leaves_as_base64(string content)
    {
        var mail = NotificationComposer.Compose(WithFile(Encoding.ASCII.GetBytes(content), "text/plain"));
        WireForm.Prepare(mail, EncodingConstraint.EightBit);

        Assert.Equal(ContentEncoding.Base64, ((MimePart)mail.BodyParts.Last()).ContentTransferEncoding);
    }

    [Fact]
    public void A_text_file_with_CRLF_stays_readable()
    {
        var mail = NotificationComposer.Compose(WithFile("one\r\ntwo\r\n"u8.ToArray(), "text/plain"));
        WireForm.Prepare(mail, EncodingConstraint.EightBit);

        Assert.Equal(ContentEncoding.SevenBit, ((MimePart)mail.BodyParts.Last()).ContentTransferEncoding);
    }

    [Fact]
    public void An_attached_mail_stays_one_where_its_form_allows_and_becomes_a_file_where_it_does_not()
    {
        var good = "From: a@b.example\r\nSubject: x\r\n\r\nä\r\n"u8.ToArray();
        var smuggling = "From: a@b.example\r\nSubject: x\r\n\r\none\r.\rtwo\r\n"u8.ToArray();
        var raw = "From: ä@b.example\r\nSubject: ü\r\n\r\nHi\r\n"u8.ToArray();

        var parts = new[] { good, smuggling, raw }.Select(mail =>
            Prepared(WithFile(mail, "message/rfc822"), EncodingConstraint.SevenBit).BodyParts.Last()
        );

        Assert.Equal(
            ["message/rfc822", "application/octet-stream", "application/octet-stream"],
            parts.Select(part => part.ContentType.MimeType)
        );
    }

    [Fact]
    public void An_id_longer_than_a_line_is_left_out_of_the_references_and_answers_are_known_all_the_same()
    {
        var draft = Composing.Drafts.Of();
        var longest = $"{new string('x', 980)}@evil.example";
        var ids = new[] { longest, "ü@evil.example", "first@client.example", "own@mycompany.example" };
        var message = draft.Message with { References = ids, InReplyTo = longest };

        var mail = Prepared(draft with { Message = message }, EncodingConstraint.SevenBit);

        Assert.Equal(["first@client.example", "own@mycompany.example"], mail.References);
        Assert.Null(mail.InReplyTo);
    }

    [Fact]
    public void A_subject_without_spaces_is_encoded_and_read_as_it_was_written()
    {
        var subject = new string('x', 5000);
        var mail = Composed("Hi.");
        mail.Subject = subject;

        Assert.Equal(subject, Written(mail).Subject);
    }

    [Fact]
    public void A_mail_that_cannot_be_brought_into_form_says_what_is_wrong()
    {
        var tooLong = Composed("Hi.");
        tooLong.Headers.Add(new Header("List-Id", "x") { });
        tooLong
            .Headers[tooLong.Headers.IndexOf("List-Id")]
            .SetRawValue(Encoding.ASCII.GetBytes($" <{new string('x', 1200)}>\r\n"));
        var eightBit = Composed("Hi.");
        eightBit.Headers.Add("List-Id", "x");
        eightBit.Headers[eightBit.Headers.IndexOf("List-Id")].SetRawValue(Encoding.UTF8.GetBytes(" <ü>\r\n"));

        Assert.Contains("a line of 1,211 octets", Measure(tooLong).Problem, StringComparison.Ordinal);
        Assert.Contains("SMTPUTF8", Measure(eightBit).Problem, StringComparison.Ordinal);
        Assert.Null(Measure(Composed("Hi.")).Problem);
    }

    [Theory]
    [InlineData("a\rb\r\n")]
    [InlineData("a\r\r\n")]
    [InlineData("a\n\r\n")]
    [InlineData("a\r")]
    [InlineData("a\0\r\n")]
    public void A_stray_octet_is_noticed_wherever_the_content_is_cut(string content)
    {
        var octets = Encoding.ASCII.GetBytes($"Subject: x\r\n\r\n{content}");
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            using var stream = new WireStream();
            foreach (var chunk in octets.Chunk(size))
                stream.Write(chunk);
            stream.Flush();
            Assert.True(stream.HasBareReturn || stream.HasBareFeed || stream.HasNul);
            Assert.Equal(octets.Length, stream.Length);
        }
    }

    private static Gen<MailDraft> Drafts() =>
        from texts in Hostile.ArrayOf(10)
        from file in Bytes
        from type in Types
        from ownMail in Gen.Elements(Booleans)
        from inline in Gen.Elements(Booleans)
        select Draft(texts, file, type, ownMail, inline);

    private static MailDraft Draft(string[] texts, byte[] file, string type, bool ownMail, bool inline)
    {
        var contentId = inline ? texts[6] : null;
        var draft = Composing.Drafts.Of(texts[0], $"<p>{texts[1]}<img src=\"cid:{contentId}\">", texts[2], texts[3]);
        var message = draft.Message with
        {
            Author = new MessageAuthor("carl@customer.example", texts[4], false),
            References = [texts[5], texts[6], "own@mycompany.example"],
            InReplyTo = texts[5],
            Outgoing = ownMail ? Outgoing(texts) : null,
            Others = [Notifier.Shown("dora@customer.example", texts[7])],
        };
        return draft with
        {
            Message = message,
            Delivery = draft.Delivery with { Name = texts[8] },
            Files = [(new MessageAttachment(texts[9], type, file.Length, "blob", contentId), SpooledContent.Of(file))],
        };
    }

    private static OutgoingHeaders Outgoing(string[] texts) =>
        new()
        {
            From = "desk@mycompany.example",
            To = ["carl@customer.example"],
            Headers = new Dictionary<string, string>
            {
                ["X-Priority"] = OneLine(texts[4]),
                ["Keywords"] = OneLine(texts[5]),
                ["References"] = OneLine(texts[6]),
                ["In-Reply-To"] = OneLine(texts[7]),
            },
        };

    // The contract refuses control characters in fields.
    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));

    private static MailDraft WithFile(byte[] content, string type) =>
        Composing.Drafts.Of() with
        {
            Files = [(new MessageAttachment("file.txt", type, content.Length, "blob"), SpooledContent.Of(content))],
        };

    private static MimeMessage Composed(string text) => NotificationComposer.Compose(Composing.Drafts.Of(text));

    private static MimeMessage Prepared(MailDraft draft, EncodingConstraint constraint)
    {
        var mail = NotificationComposer.Compose(draft);
        WireForm.Prepare(mail, constraint);
        return Read(Write(mail, Options(false)));
    }

    private static MimeMessage Written(MimeMessage mail)
    {
        AssertMayLeave(mail, EncodingConstraint.SevenBit, international: false);
        return Read(Write(mail, Options(false)));
    }

    private static WireMeasure Measure(MimeMessage mail)
    {
        WireForm.Prepare(mail, EncodingConstraint.SevenBit);
        return WireForm.Measure(Options(false), mail, EncodingConstraint.SevenBit);
    }

    private static void AssertMayLeave(MimeMessage mail, EncodingConstraint constraint, bool international)
    {
        var options = Options(international);
        WireForm.Prepare(mail, constraint);
        var octets = Write(mail, options);
        var measure = WireForm.Measure(options, mail, constraint);

        Assert.Null(measure.Problem);
        Assert.Equal(octets.Length, measure.Size);
        AssertAllowed(octets, constraint == EncodingConstraint.SevenBit, international);
        var read = Read(octets);
        var fields = read.Headers.Concat(read.BodyParts.SelectMany(part => part.Headers)).Select(field => field.Field);
        Assert.Equal("", string.Join(", ", fields.Except(Fields)));
    }

    // Written without the code under test.
    private static void AssertAllowed(byte[] octets, bool sevenBit, bool international)
    {
        var text = Encoding.Latin1.GetString(octets);
        var lines = text.Split("\r\n");
        Assert.DoesNotContain(lines, line => line.Length > 998);
        Assert.DoesNotContain(lines, line => line.AsSpan().ContainsAny('\r', '\n', '\0'));
        var header = international ? [] : lines.TakeWhile(line => line.Length > 0).ToArray();
        Assert.DoesNotContain(header, line => !Ascii.IsValid(line));
        Assert.True(!sevenBit || international || Ascii.IsValid(text));
    }

    private static FormatOptions Options(bool international)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        options.EnsureNewLine = true;
        options.International = international;
        return options;
    }

    private static byte[] Write(MimeMessage mail, FormatOptions options)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(options, stream);
        return stream.ToArray();
    }

    private static MimeMessage Read(byte[] octets) => MimeMessage.Load(new MemoryStream(octets));
}
