using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Parsing;

public class MailParserHeaderTests
{
    [Fact]
    public void A_plain_mail_is_read_whole()
    {
        var mail = Samples.Parse("plain");

        Assert.Null(mail.Problem);
        Assert.Equal("m1@new.example.com", mail.MessageId);
        Assert.Equal("nora@new.example.com", mail.From!.Address);
        Assert.Equal("Nora New", mail.From.Name);
        Assert.Equal(["inbox@mycompany.example.com"], Addresses(mail.To));
        Assert.Equal("Hello", mail.Subject);
        Assert.Equal(new DateTimeOffset(2024, 11, 4, 10, 15, 0, TimeSpan.FromHours(1)), mail.Date);
        Assert.Equal("Good morning,\n\nplease call back.\n", mail.Text);
        Assert.Null(mail.Html);
        Assert.Null(mail.Automatic);
    }

    [Fact]
    public void White_space_that_folding_left_in_ids_is_removed()
    {
        var mail = Samples.Parse("folded-ids");

        Assert.Equal("m1@new.example.com", mail.MessageId);
        Assert.Equal(["thread-7@mycompany.example.com"], mail.InReplyTo);
        Assert.Equal(
            ["first@mycompany.example.com", "second@mycompany.example.com", "thread-7@mycompany.example.com"],
            mail.References
        );
    }

    [Fact]
    public void Ids_without_brackets_are_read()
    {
        var mail = Samples.Parse("ids-without-brackets");

        Assert.Equal("m1@new.example.com", mail.MessageId);
        Assert.Equal(["a@x.example", "b@x.example"], mail.References);
        Assert.Equal(["b@x.example"], mail.InReplyTo);
    }

    [Fact]
    public void Two_From_fields_are_shown_and_have_no_author()
    {
        var mail = Samples.Parse("two-from");

        Assert.Null(mail.From);
        Assert.Equal("It has 2 From fields.", mail.FromProblem);
        Assert.Equal("nora@new.example.com", mail.NamedFrom!.Address);
        Assert.Equal("not an address, Nora New <nora@new.example.com>", mail.FromText);
    }

    [Fact]
    public void A_mail_without_From_Date_Subject_and_Message_Id_is_still_a_mail()
    {
        var mail = Samples.Parse("no-from");

        Assert.Null(mail.Problem);
        Assert.Null(mail.From);
        Assert.Null(mail.FromText);
        Assert.Null(mail.MessageId);
        Assert.Null(mail.Date);
        Assert.Equal("", mail.Subject);
        Assert.Equal(["inbox@mycompany.example.com"], Addresses(mail.To));
    }

    [Fact]
    public void Raw_UTF_8_fields_and_an_international_domain_are_read()
    {
        var mail = Samples.Parse("raw-utf8");

        Assert.Equal("joerg@xn--bcher-kva.example", mail.From!.Address);
        Assert.Equal("Jörg Müller", mail.From.Name);
        Assert.Equal("Größe prüfen ✓", mail.Subject);
        Assert.Equal("Änne", mail.To[0].Name);
    }

    [Fact]
    public void Raw_8_bit_fields_and_text_are_read_as_Latin()
    {
        var mail = Samples.Parse("raw-latin1");

        Assert.Equal("Jörg", mail.From!.Name);
        Assert.Equal("Größe", mail.Subject);
        Assert.Equal("Straße\n", mail.Text);
    }

    [Fact]
    public void Semicolons_trailing_dots_unquoted_commas_and_spaces_around_the_at_are_tolerated()
    {
        var mail = Samples.Parse("separators");

        Assert.Equal(
            ["js@new.example.com", "inbox@mycompany.example.com", "third@new.example.com"],
            Addresses(mail.HeaderTo)
        );
        Assert.Equal("Smith; John", mail.HeaderTo[0].Name);
        Assert.Equal(["jane@new.example.com", "inbox@other.example.com"], Addresses(mail.HeaderCc));
    }

    [Fact]
    public void Groups_give_their_members()
    {
        var mail = Samples.Parse("groups");

        Assert.Equal(
            ["a@new.example.com", "b@new.example.com", "inbox@mycompany.example.com"],
            Addresses(mail.HeaderTo)
        );
        Assert.Empty(mail.HeaderCc);
    }

    [Fact]
    public void Addresses_in_encoded_words_are_found_and_encoded_commas_never_split()
    {
        var mail = Samples.Parse("encoded-addresses");

        Assert.Null(mail.From);
        Assert.Equal("nora@new.example.com", mail.NamedFrom!.Address);
        Assert.Equal("Nöra, New", mail.NamedFrom.Name);
        Assert.Equal(["inbox@mycompany.example.com"], Addresses(mail.HeaderTo));
        Assert.Equal(["jane@new.example.com"], Addresses(mail.HeaderCc));
    }

    [Fact]
    public void Encoded_words_that_split_a_character_are_joined() =>
        Assert.Equal("Größ€", Samples.Parse("split-encoded-words").Subject);

    [Fact]
    public void Recipients_come_from_every_recipient_field_and_the_envelope_and_never_from_From()
    {
        var rcpt = EmailAddress.Parse("rcpt@mycompany.example.com");
        var mail = MailParser.Parse(
            Samples.Bytes("recipients"),
            new MailEnvelope(EmailAddress.Parse("sender@new.example.com"), [rcpt])
        );

        Assert.Equal(["inbox@mycompany.example.com"], Addresses(mail.To));
        Assert.Equal(["inbox@mycompany.example.com"], Addresses(mail.HeaderTo));
        Assert.Equal(["inbox", "cc", "resent", "resentcc", "rcpt"], mail.Recipients.Select(r => r.LocalPart));
        Assert.Equal(
            ["original", "envelope", "inbox", "delivered"],
            mail.Trace.SelectMany(field => field.Addresses).Select(r => r.LocalPart)
        );
        Assert.Equal("sender@new.example.com", mail.ReturnPath!.Address);
        Assert.False(mail.NullReturnPath);
    }

    [Fact]
    public void Trace_fields_are_read()
    {
        var mail = Samples.Parse("recipients");

        Assert.Equal(2, mail.ReceivedCount);
        Assert.Equal(["mx.mycompany.example.com; spf=pass; dkim=fail"], mail.AuthenticationResults);
        Assert.Equal("bounces@new.example.com", mail.ReturnPath!.Address);
    }

    [Fact]
    public void A_null_reverse_path_is_told_from_an_unknown_one()
    {
        var raw = Samples.Bytes("recipients");

        Assert.True(MailParser.Parse(raw, new MailEnvelope(null, [])).NullReturnPath);
        Assert.Null(MailParser.Parse(raw, new MailEnvelope(null, [])).ReturnPath);
        var unknown = MailParser.Parse(raw, new MailEnvelope(null, []) { MailFromKnown = false });
        Assert.False(unknown.NullReturnPath);
        Assert.Equal("bounces@new.example.com", unknown.ReturnPath!.Address);
    }

    private static IEnumerable<string> Addresses(IEnumerable<EmailAddress> addresses) =>
        addresses.Select(a => a.Address);
}
