using System.Text;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Routing;
using Postern.Core.Senders;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The content of the message that a mail becomes.</summary>
public sealed class MailContentTests
{
    private const string Original = "original_email.eml";

    [Fact]
    public void The_new_text_of_an_answer_is_kept_apart_where_there_is_a_quotation_or_a_signature()
    {
        Assert.Null(Content("It burns.").NewText);
        Assert.Equal("It burns.", Content("It burns.\n\nOn Mon, 2 Nov 2026 Anna wrote:\n> Hello.").NewText);
        Assert.Equal("It burns.", Content("It burns.\n\n-- \nNora").NewText);

        static MessageContent Content(string text) =>
            Of(Desk().Receive(Eml(Nora, $"{ToSales}\nIn-Reply-To: <x@new.example>", text)), MailOrigin.Queue);
    }

    [Fact]
    public void A_mail_that_answers_nothing_is_shown_whole_and_its_signature_is_marked()
    {
        var text = "Please handle this.\n\nOn Mon, 2 Nov 2026 Anna wrote:\n> Hello.\n\n-- \nNora";

        var content = Of(Desk().Receive(Eml(Nora, ToSales, text)), MailOrigin.Queue);

        Assert.Equal(text, content.Text?.Trim());
        Assert.Equal((null, "-- \nNora"), (content.NewText, content.Signature));
        Assert.Null(Of(Desk().Receive(Eml(Nora, ToSales)), MailOrigin.Queue).Signature);
    }

    [Theory]
    [InlineData(SenderResult.Pass, true)]
    [InlineData(SenderResult.Unknown, false)]
    [InlineData(SenderResult.Fail, false)]
    public void Only_a_mail_that_passed_is_verified(SenderResult result, bool verified)
    {
        var handled = Desk().Receive(Eml(Nora, ToSales));
        var judged = handled with { Facts = handled.Facts with { Authentication = new SenderVerdict(result, ["x"]) } };

        Assert.Equal(verified, Of(judged, MailOrigin.Queue).Verified);
    }

    [Theory]
    [InlineData(true, false, new[] { "1.txt", "2.txt" })]
    [InlineData(true, true, new[] { "1.txt", "2.txt", Original })]
    [InlineData(false, true, new[] { Original })]
    [InlineData(false, false, new string[0])]
    public void Attachments_and_the_mail_itself_are_kept_as_the_mailbox_says(bool files, bool original, string[] kept)
    {
        var origin = MailOrigin.Queue with { KeepAttachments = files, KeepOriginal = original };

        Assert.Equal(kept, Of(WithFiles(2), origin).Files.Select(file => file.Name));
    }

    // The files beyond the limit are at least in the mail itself.
    [Theory]
    [InlineData(100, true, 100, false)]
    [InlineData(101, true, 100, true)]
    [InlineData(101, false, 0, false)]
    public void A_mail_with_more_than_a_hundred_files_is_kept_whole(int count, bool keep, int files, bool original)
    {
        var kept = Of(WithFiles(count), MailOrigin.Queue with { KeepAttachments = keep }).Files;

        Assert.Equal(original, kept.Any(file => file.Name == Original));
        Assert.Equal(
            Enumerable.Range(1, files).Select(number => $"{number}.txt"),
            kept.Select(file => file.Name).Where(name => name != Original)
        );
    }

    [Fact]
    public void The_original_is_the_mail_byte_for_byte()
    {
        var file = Of(WithFiles(0), MailOrigin.Queue with { KeepOriginal = true }).Files.Single();

        using var reader = new StreamReader(file.Open());
        Assert.Equal((WithFilesText(0), "message/rfc822"), (reader.ReadToEnd(), file.Type));
    }

    [Theory]
    [InlineData(null, "field@new.example", false)]
    [InlineData("", null, true)]
    [InlineData("envelope@new.example", "envelope@new.example", false)]
    public void The_field_Return_Path_counts_where_the_envelope_has_no_sender(
        string? mailFrom,
        string? returnPath,
        bool isNull
    )
    {
        var origin = new MailOrigin("http", mailFrom, RcptTo: ["sales@mycompany.example"]);
        var eml = Eml(Nora, $"{ToSales}\nReturn-Path: <field@new.example>");

        var mail = MailParser.Parse(Encoding.UTF8.GetBytes(eml), origin.ToEnvelope());

        Assert.Equal((returnPath, isNull), (mail.ReturnPath?.Address, mail.NullReturnPath));
    }

    private static Handled WithFiles(int count) => Desk().Receive(WithFilesText(count));

    private static string WithFilesText(int count)
    {
        var files = Enumerable
            .Range(1, count)
            .Select(number =>
                $"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename={number}.txt\n\n{number}\n"
            );
        return Eml(
            Nora,
            $"{ToSales}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
            $"--b\nContent-Type: text/plain\n\nHello.\n{string.Concat(files)}--b--"
        );
    }

    private static MessageContent Of(Handled handled, MailOrigin origin)
    {
        var content = SpooledContent.Of(Encoding.UTF8.GetBytes(WithFilesText(0)));
        return MailContent.Of(
            handled.Mail,
            new StoredMail("1.eml", content, handled.Facts.Received, origin),
            handled.Claim.Postings[0],
            handled.Facts
        );
    }
}
