using System.Text;
using Postern.Core.Parsing;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Parsing;

public class MailParserBodyTests
{
    [Theory]
    [InlineData("unknown-charset", "Plain wörds\n")]
    [InlineData("wrong-charset", "Größe\n")]
    [InlineData("windows-1252", "„Grüße“ € 5\n")]
    [InlineData("shift-jis", "日本語\n")]
    [InlineData("flowed", "This is a long paragraph.\n> quoted text\n-- \nNora\nFrom space\n")]
    [InlineData("missing-boundary", "words in no part")]
    [InlineData("unclosed-multipart", "first words")]
    [InlineData("invitation", "Planning meeting\nRoom 5, first floor\nBring\nnumbers")]
    [InlineData("smime-signed", "Signed words\n")]
    [InlineData("tnef-alone", "Привет из Outlook")]
    public void Text_is_decoded_whatever_the_sender_declared(string name, string text) =>
        Assert.Equal(text, Samples.Parse(name).Text);

    [Fact]
    public void Text_is_made_from_HTML_when_there_is_nothing_else()
    {
        var mail = Samples.Parse("html-only");

        Assert.False(mail.HasPlainText);
        Assert.Contains("<blockquote>", mail.Html, StringComparison.Ordinal);
        Assert.Equal("Good morning,\n\nplease call\nback.\n\n- one\n- two\n\n> quoted", mail.Text);
    }

    [Fact]
    public void Text_and_HTML_of_an_alternative_are_both_kept_and_its_invitation_is_attached()
    {
        var mail = Samples.Parse("alternative");

        Assert.Equal("plain words\n", mail.Text);
        Assert.Equal("<p>rich words</p>\n", mail.Html);
        Assert.Equal(["text/calendar"], mail.Attachments.Select(a => a.ContentType));
    }

    [Fact]
    public void Attachments_keep_name_type_and_content_id_but_no_folder()
    {
        var files = Samples.Parse("attachments").Attachments;

        Assert.Equal(["attachment.png", "Gr.pdf", "Größe.bin", "attachment.csv"], files.Select(f => f.FileName));
        Assert.Equal(
            ["image/png", "application/pdf", "application/octet-stream", "text/csv"],
            files.Select(f => f.ContentType)
        );
        Assert.Equal("logo@new", files[0].ContentId);
        Assert.Equal([true, false, false, false], files.Select(f => f.IsInline));
        Assert.Equal("%PDF-1.4"u8.ToArray(), files[1].ReadAllBytes());
    }

    [Fact]
    public void A_mail_inside_the_mail_is_an_eml_file()
    {
        var mail = Samples.Parse("nested-mail");

        var file = Assert.Single(mail.Attachments);
        Assert.Equal("Inner mail.eml", file.FileName);
        Assert.Equal("message/rfc822", file.ContentType);
        Assert.Contains("Inner text", Encoding.UTF8.GetString(file.ReadAllBytes()), StringComparison.Ordinal);
        Assert.DoesNotContain("Inner text", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pgp", "attachment.bin|encrypted.asc")]
    [InlineData("smime-signed", "smime.p7s")]
    [InlineData("smime-enveloped", "smime.p7m")]
    [InlineData("unclosed-multipart", "cut.bin")]
    [InlineData("tnef", "Größe und Notizen.txt")]
    [InlineData("tnef-damaged", "winmail.dat")]
    [InlineData("invitation", "attachment.ics")]
    public void What_cannot_be_shown_is_attached(string name, string files)
    {
        Assert.Equal(files.Split('|').Length, Samples.Parse(name).Attachments.Count);
        Assert.Equal(files.Split('|')[^1], Samples.Parse(name).Attachments[^1].FileName);
    }

    [Fact]
    public void Files_are_taken_out_of_the_wrapper_of_Outlook() =>
        Assert.Equal("Notes from Outlook"u8.ToArray(), Samples.Parse("tnef").Attachments[0].ReadAllBytes());

    [Fact]
    public void Damaged_data_of_Outlook_costs_no_more_than_its_size()
    {
        var header = Encoding.ASCII.GetBytes("Content-Type: application/ms-tnef; name=winmail.dat\n\n");
        byte[] recipients = [0x78, 0x9F, 0x3E, 0x22, 1, 0, 1, 3, 0x90, 6, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0];

        var mail = MailParser.Parse((byte[])[.. header, .. recipients]);

        Assert.Equal("winmail.dat", Assert.Single(mail.Attachments).FileName);
    }
}
