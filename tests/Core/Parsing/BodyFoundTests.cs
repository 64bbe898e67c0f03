using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Parsing;

/// <summary>A mail shows nothing only when nothing in it can be read.</summary>
public class BodyFoundTests
{
    private const string Words = "The boiler has stopped.";

    [Theory]
    [InlineData("Content-Type: text/plain; name=letter.txt", 0)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: inline; filename=letter.txt", 1)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: attachment", 1)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: attachment; filename=letter.txt", 1)]
    [InlineData("Content-Type: text/html; name=letter.html", 0)]
    [InlineData("Content-Type: text/x-whatever", 0)]
    [InlineData("Content-Type: text/markdown; charset=utf-8", 0)]
    [InlineData("Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=a.csv", 1)]
    [InlineData("Content-Type: text", 0)]
    [InlineData("Content-Type: ;;;", 0)]
    [InlineData("Content-Type: plain/text", 0)]
    [InlineData("Content-Type: application/text", 0)]
    [InlineData("Content-Type: application/xhtml+xml", 0)]
    [InlineData("Content-Type: application/octet-stream", 1)]
    [InlineData("Content-Type:", 0)]
    [InlineData("X-Other: no type at all", 0)]
    public void The_only_text_is_the_body_whatever_its_label_says(string header, int files)
    {
        foreach (var mail in (string[])[$"{header}\n\n{Words}\n", InMixed($"{header}\n\n{Words}\n")])
        {
            var read = Parse(mail);

            Assert.Equal(Words, read.Text.Trim());
            Assert.Equal(files, read.Attachments.Count);
        }
    }

    [Theory]
    [InlineData("Content-Type: text/plain; name=notes.txt\n\nnotes")]
    [InlineData("Content-Type: text/x-log\n\nnotes")]
    [InlineData("Content-Type: text/calendar\n\nSUMMARY:notes")]
    [InlineData("Content-Type: message/rfc822\n\nSubject: x\n\nnotes")]
    [InlineData("Content-Type: application/octet-stream\n\nnotes")]
    public void Beside_a_text_that_is_displayed_others_stay_files(string part)
    {
        var mail = Parse(InMixed($"Content-Type: text/plain\n\n{Words}\n", part));

        Assert.Equal(Words, mail.Text.Trim());
        Assert.Single(mail.Attachments);
    }

    [Fact]
    public void Octets_that_are_no_text_are_not_shown() =>
        Assert.Equal("", Parse("Content-Type: application/octet-stream\n\nPK\u0003\u0004 words\n").Text);

    [Theory]
    [InlineData("", $"<p>{Words}</p>")]
    [InlineData(" \n\n", $"<p>{Words}</p>")]
    [InlineData(Words, "")]
    [InlineData(Words, "<html><head><title>x</title><style>p{}</style></head><body>&nbsp;<br></body></html>")]
    public void Of_two_alternatives_the_one_that_says_something_is_shown(string text, string html)
    {
        var mail = Parse(
            "Content-Type: multipart/alternative; boundary=B\n\n"
                + $"--B\nContent-Type: text/plain\n\n{text}\n--B\nContent-Type: text/html\n\n{html}\n--B--\n"
        );

        Assert.Equal(Words, mail.Text.Trim());
        Assert.True(mail.Html is null || mail.Html.Contains(Words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed", "--B\nContent-Type: text/plain\n\n{0}\n--B--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=other", "--B\n\n{0}\n--B--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=B", "{0}\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=B", "{0}\n--B\nContent-Type: image/png\n\nx\n--B--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=B", "--B\nContent-Type: image/png\n\nx\n--B--\n{0}\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=B", "--B\nContent-Type: text/plain\n\n\n--B--\n{0}\n")]
    public void Text_outside_of_all_parts_is_shown_when_there_is_no_other(string header, string body) =>
        Assert.Equal(Words, Parse($"{header}\n\n{body.Replace("{0}", Words, StringComparison.Ordinal)}").Text.Trim());

    [Theory]
    [InlineData("This is a multi-part message in MIME format.")]
    [InlineData("This is a MIME-encapsulated message")]
    public void The_sentence_for_old_programs_is_no_text(string sentence)
    {
        var body = $"{sentence}\n--B\nContent-Type: image/png\n\nx\n--B--\n";

        Assert.Equal("", Parse($"Content-Type: multipart/mixed; boundary=B\n\n{body}").Text);
    }

    [Fact]
    public void A_mail_that_is_the_only_part_is_shown_and_stays_a_file()
    {
        var mail = Parse($"Content-Type: message/rfc822\n\nSubject: Inner\nFrom: c@d.example\n\n{Words}\n");

        Assert.Equal(Words, mail.Text.Trim());
        Assert.Equal("Inner.eml", Assert.Single(mail.Attachments).FileName);
    }

    [Fact]
    public void What_a_report_returns_is_not_its_text()
    {
        var mail = Parse(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n"
                + "--B\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
                + $"Status: 5.1.1\n\n--B\nContent-Type: message/rfc822\n\nSubject: Inner\n\n{Words}\n--B--\n"
        );

        Assert.Equal("", mail.Text);
        Assert.NotNull(mail.Report);
    }

    [Fact]
    public void The_comment_of_an_answer_to_an_invitation_is_shown()
    {
        var mail = Parse(
            "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n"
                + "SUMMARY:Boiler check\nCOMMENT;ALTREP=\"data:text/html,x\":Not before noon\\, please.\nEND:VEVENT\nEND:VCALENDAR\n"
        );

        Assert.Equal("Boiler check\nNot before noon, please.", mail.Text);
    }

    [Theory]
    [InlineData("Subject: x\nContent-Type: text/plain\n{0}\nsecond line\n", "second line")]
    [InlineData("Subject: x\n{0}\nPlease note: it leaks.\n\nRegards\n", "Regards")]
    public void Text_that_follows_the_header_without_an_empty_line_is_not_lost(string raw, string end)
    {
        var mail = Parse(raw.Replace("{0}", Words, StringComparison.Ordinal));

        Assert.Equal("x", mail.Subject);
        Assert.StartsWith(Words, mail.Text, StringComparison.Ordinal);
        Assert.EndsWith(end, mail.Text.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_______\nlist mailing list\nhttps://lists.example/list", "list mailing list")]
    [InlineData("\n-- \nSent through a gateway", "Sent through a gateway")]
    public void Text_that_a_relay_has_appended_to_base64_is_shown_as_it_is(string footer, string end)
    {
        var data = Convert.ToBase64String(
            Encoding.UTF8.GetBytes(Words + " Grüße."),
            Base64FormattingOptions.InsertLineBreaks
        );

        var mail = Parse(
            $"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{data}\n{footer}\n"
        );

        Assert.StartsWith(Words + " Grüße.\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains(end, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_encoded_at_all_is_shown_whatever_the_encoding_says() =>
        Assert.Equal(Words, Parse($"Content-Transfer-Encoding: base64\n\n{Words}\n").Text.Trim());

    [Fact]
    public void A_damaged_line_of_data_is_no_appended_text()
    {
        var text = string.Concat(Enumerable.Repeat(Words + "\n", 20));
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks);
        var lines = data.ReplaceLineEndings("\n").Split('\n');
        lines[1] += "!";

        var mail = Parse($"Content-Transfer-Encoding: base64\n\n{string.Join('\n', lines)}\n");

        Assert.Equal(text.Trim(), mail.Text.Trim());
    }

    [Fact]
    public void Enriched_text_is_shown_without_its_commands() =>
        Assert.Equal(
            "Please < call me.",
            Parse("Content-Type: text/enriched\n\n<bold>Please</bold> << <color><param>red</param>call</color> me.\n")
                .Text.Trim()
        );

    [Theory]
    [InlineData(
        false,
        "The mail is signed (S/MIME). The signature is intact; whose certificate it is was not checked."
    )]
    [InlineData(true, "The mail is signed (S/MIME), but the signature does not match or cannot be checked.")]
    public void What_is_signed_inside_of_its_signature_is_shown_with_its_state(bool changed, string note)
    {
        var signed = Signed($"Content-Type: text/plain; charset=utf-8\r\n\r\n{Words}\r\n");
        if (changed)
            signed[signed.AsSpan().IndexOf("boiler"u8)] = (byte)'B';

        var mail = Parse(Opaque(signed, "signed-data"));

        Assert.Equal(Words, mail.Text.Trim(), ignoreCase: true);
        Assert.Equal("smime.p7m", Assert.Single(mail.Attachments).FileName);
        Assert.Equal(note, Assert.Single(mail.ReadingNotes));
    }

    [Fact]
    public void Signed_parts_keep_their_files_and_signed_words_need_no_header()
    {
        var parts = Parse(
            Opaque(
                Signed(
                    "Content-Type: multipart/mixed; boundary=B\r\n\r\n"
                        + $"--B\r\nContent-Type: text/plain\r\n\r\n{Words}\r\n"
                        + "--B\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n--B--\r\n"
                ),
                "signed-data"
            )
        );
        var bare = Parse(Opaque(Signed(Words), "signed-data"));

        Assert.Equal(Words, parts.Text.Trim());
        Assert.Equal(["smime.p7m", "a.pdf"], parts.Attachments.Select(file => file.FileName));
        Assert.Equal(Words, bare.Text);
    }

    [Fact]
    public void Signatures_around_signatures_are_opened_to_a_depth()
    {
        var data = Signed($"Content-Type: text/plain\r\n\r\n{Words}\r\n");
        for (var i = 0; i < 4; i++)
            data = Signed(Opaque(data, "signed-data"));
        var four = Parse(Opaque(data, "signed-data"));
        var six = Parse(Opaque(Signed(Opaque(data, "signed-data")), "signed-data"));

        Assert.Equal(Words, four.Text.Trim());
        Assert.Equal(("", (string?)null), (six.Text, six.Problem));
    }

    [Theory]
    [InlineData("enveloped-data", "The mail is encrypted (S/MIME); only a program of its recipient can read it.")]
    [InlineData("damaged", "The mail is S/MIME that cannot be opened; it is attached as it came.")]
    public void What_cannot_be_read_says_so_and_stays_a_file(string kind, string note)
    {
        var data = kind == "damaged" ? Encoding.ASCII.GetBytes("no structure") : Encrypted();

        var mail = Parse(Opaque(data, kind));

        Assert.Equal(("", note), (mail.Text, Assert.Single(mail.ReadingNotes)));
        Assert.Single(mail.Attachments);
    }

    private static string InMixed(params string[] parts) =>
        $"Content-Type: multipart/mixed; boundary=M\n\n{string.Concat(parts.Select(part => $"--M\n{part}\n"))}--M--\n";

    private static string Opaque(byte[] data, string kind) =>
        $"Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n"
        + "Content-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
        + $"{Convert.ToBase64String(data, Base64FormattingOptions.InsertLineBreaks)}\n";

    private static byte[] Signed(string content)
    {
        using var certificate = Certificate();
        var cms = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes(content)));
        cms.ComputeSignature(new CmsSigner(certificate) { IncludeOption = X509IncludeOption.EndCertOnly });
        return cms.Encode();
    }

    private static byte[] Encrypted()
    {
        using var certificate = Certificate();
        var cms = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(Words)));
        cms.Encrypt(new CmsRecipient(certificate));
        return cms.Encode();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=ann@a.example",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
    }

    private static IncomingMail Parse(string raw) =>
        MailParser.Parse(Encoding.UTF8.GetBytes($"From: ann@a.example\n{raw}"));
}
