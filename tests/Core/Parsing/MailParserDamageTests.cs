using System.Text;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Parsing;

public class MailParserDamageTests
{
    [Theory]
    [InlineData("cr-only")]
    [InlineData("lf-only")]
    [InlineData("double-returns")]
    [InlineData("mbox")]
    [InlineData("leading-blank")]
    [InlineData("leading-garbage")]
    [InlineData("nul")]
    [InlineData("damaged-header")]
    public void Damage_around_the_header_changes_nothing_that_counts(string name)
    {
        var (plain, mail) = (Samples.Parse("plain"), Samples.Parse(name));

        Assert.Null(mail.Problem);
        Assert.Equal(plain.MessageId, mail.MessageId);
        Assert.Equal(plain.From, mail.From);
        Assert.Equal(plain.To, mail.To);
        Assert.Equal(plain.Text.Trim(), mail.Text.Trim());
        Assert.Equal(plain.Date, mail.Date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("this is no mail at all")]
    [InlineData("no\nfield\nhere\n\nbut text")]
    public void What_is_no_mail_says_so_and_keeps_its_text(string raw)
    {
        var mail = MailParser.Parse(Encoding.UTF8.GetBytes(raw));

        Assert.StartsWith("Header: ", mail.Problem, StringComparison.Ordinal);
        Assert.Equal(raw.Trim(), mail.Text);
    }

    [Fact]
    public void A_mail_nested_a_thousand_deep_is_read()
    {
        var multiparts = string.Concat(
            Enumerable.Range(0, 1000).Select(i => $"--b{i}\nContent-Type: multipart/mixed; boundary=b{i + 1}\n\n")
        );
        var mails = string.Concat(Enumerable.Repeat("Subject: inner\nContent-Type: message/rfc822\n\n", 1000));

        var parts = Parse($"Subject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n{multiparts}");
        var nested = Parse($"{mails}Subject: innermost\n\nx");

        Assert.Equal("deep", parts.Subject);
        Assert.Single(nested.Attachments);
        Assert.NotEmpty(nested.Attachments[0].ReadAllBytes());
    }

    [Theory]
    [InlineData("(")]
    [InlineData("<")]
    [InlineData("a:")]
    [InlineData("\"")]
    [InlineData("[")]
    [InlineData("=?utf-8?q?")]
    [InlineData("a@b.c,")]
    public void A_field_of_nothing_but_openings_is_survived(string opening)
    {
        var many = string.Concat(Enumerable.Repeat(opening, 20_000));
        var fields = $"To: {many}\nSubject: {many}\nReferences: {many}\nContent-Type: text/plain; {many}\n";
        var mail = Parse($"From: nora@new.example.com\n{fields}\nwords");

        Assert.Equal("nora@new.example.com", mail.From!.Address);
    }

    [Fact]
    public void A_field_too_large_to_be_read_is_refused_by_name()
    {
        var folds = string.Concat(Enumerable.Repeat("\n x", 30_000));

        Assert.Equal("Header: a field is too large to be read.", Parse($"Subject: {folds}\n\nwords").Problem);
        Assert.Null(Parse($"Subject: x\n\n{folds}").Problem);
    }

    [Fact]
    public void A_mail_of_25_MB_is_read_without_a_second_copy()
    {
        var file = string.Concat(Enumerable.Repeat(new string('A', 76) + "\r\n", 330_000));
        var raw = Encoding.ASCII.GetBytes(
            "Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b\r\n"
                + "Content-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + $"{file}--b--\r\n"
        );
        MailParser.Parse(Samples.Bytes("attachments"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var mail = MailParser.Parse(raw);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("words", mail.Text);
        Assert.Equal(330_000 * 57, mail.Attachments[0].ReadAllBytes().Length);
        Assert.InRange(allocated, 0, raw.Length / 10);
    }

    [Fact]
    public void What_is_longer_than_anybody_writes_is_cut_and_an_id_or_address_that_none_can_be_is_none()
    {
        var (many, plus) = (new string('x', 100_000), new string('+', 120));
        var mail = Parse(
            $"""
            From: {many}@new.example
            From: {plus}@new.example
            To: "{many}" <inbox@mycompany.example>
            Subject: {many}
            Message-Id: <{many}@new.example>
            References: <a@new.example> <{many}@new.example>
            Auto-Submitted: auto-{many}
            Content-Type: application/{many}; name={many}.pdf

            words
            """
        );

        Assert.Null(mail.From);
        Assert.Null(mail.MessageId);
        Assert.Equal(["a@new.example"], mail.References);
        Assert.Equal(
            (1000, 1000, 256, 300),
            (mail.FromText!.Length, mail.Subject.Length, mail.To[0].Name!.Length, mail.Automatic!.Reason.Length)
        );
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(
            (200, ".pdf", "application/octet-stream"),
            (file.FileName.Length, Path.GetExtension(file.FileName), file.ContentType)
        );
    }

    [Fact]
    public void A_text_too_long_for_a_letter_is_a_file()
    {
        var mail = Parse("Subject: log\n\n" + new string('x', 5 * 1024 * 1024));

        Assert.Equal("", mail.Text);
        Assert.Equal("text/plain", Assert.Single(mail.Attachments).ContentType);
    }

    private static IncomingMail Parse(string raw) => MailParser.Parse(Encoding.UTF8.GetBytes(raw));
}
