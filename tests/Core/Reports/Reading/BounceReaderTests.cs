using Postern.Core.Mime;
using Postern.Core.Reports;
using static Postern.Core.Reports.BounceReportKind;

namespace Postern.Tests.Reports.Reading;

public class BounceReaderTests
{
    // One line for each recipient: address, action, status, reply code, reason, class.
    // csharpier-ignore
    public static TheoryData<string, BounceReportKind, string[]> Reports =>
        new()
        {
            { "dsn-two-recipients", Bounce, [
                "carla@customer.example Failed 5.1.1 550 UserUnknown Hard",
                "paul@partner.example Failed 5.7.1 554 Policy Soft",
            ] },
            { "dsn-mixed-actions", Bounce, [
                "carla@customer.example Delivered 2.0.0 - Unknown Undetermined",
                "paul@partner.example Failed 5.2.2 552 MailboxFull Soft",
            ] },
            { "dsn-damaged-groups", Bounce, [
                "carla@customer.example Failed 5.1.1 550 UserUnknown Hard",
                "paul@partner.example Delayed 4.4.1 - NetworkError Soft",
            ] },
            { "dsn-void-recipient", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "dsn-utf8", Bounce, ["jürgen@xn--bcher-kva.example Failed 5.6.7 553 ContentRejected Soft"] },
            { "dsn-base64", Bounce, ["carla@customer.example Failed 5.2.1 - MailboxDisabled Hard"] },
            { "dsn-delayed", Delay, ["carla@customer.example Delayed 4.4.1 - NetworkError Soft"] },
            { "dsn-expired", Bounce, ["carla@customer.example Failed 4.4.7 451 Expired Soft"] },
            { "dsn-relayed", Delivered, ["carla@customer.example Relayed 2.1.9 - Unknown Undetermined"] },
            { "dsn-expanded", Delivered, ["team@customer.example Expanded 2.0.0 - Unknown Undetermined"] },
            { "dsn-office365", Bounce, ["carla@customer.example Failed 5.1.10 550 UserUnknown Hard"] },
            { "dsn-words-for-people", Bounce, ["carla@customer.example Failed 5.0.0 - MailboxFull Soft"] },
            { "dsn-nested", Bounce, ["carla@customer.example Failed 5.1.2 - HostUnknown Hard"] },
            { "dsn-of-a-dsn", Bounce, ["outer@customer.example Failed 5.1.1 - UserUnknown Hard"] },
            { "dsn-fields-in-words", Bounce, ["carla@customer.example Failed 5.7.26 550 Authentication Soft"] },
            { "exim", Bounce, [
                "carla@customer.example Failed - 550 UserUnknown Hard",
                "paul@partner.example Failed 5.1.8 550 SenderRefused Soft",
            ] },
            { "exim-delay", Delay, ["carla@customer.example Delayed - - MailboxFull Soft"] },
            { "qmail", Bounce, [
                "carla@customer.example Failed 5.2.2 552 MailboxFull Soft",
                "paul@partner.example Failed 5.1.2 - HostUnknown Hard",
            ] },
            { "postfix-plain", Bounce, ["carla@customer.example Failed 5.7.1 554 Policy Soft"] },
            { "sendmail", Bounce, ["carla@customer.example Failed 5.3.4 552 TooBig Soft"] },
            { "google", Bounce, ["carla@customer.example Failed 5.2.1 550 MailboxDisabled Hard"] },
            { "yahoo", Bounce, ["carla@customer.example Failed 5.7.9 554 Policy Soft"] },
            { "aol", Bounce, ["carla@customer.example Failed - 550 UserUnknown Hard"] },
            { "domino", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "exchange-plain", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "groupwise", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "imail", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "courier", Bounce, ["carla@customer.example Failed 5.7.1 553 RelayDenied Soft"] },
            { "communigate", Bounce, ["carla@customer.example Failed - - MailboxFull Soft"] },
            { "mailenable", Bounce, ["carla@customer.example Failed 4.7.1 451 RateLimited Soft"] },
            { "mimecast", Bounce, ["carla@customer.example Failed - - Spam Soft"] },
            { "mail-ru", Bounce, ["carla@customer.example Failed - - MailboxFull Soft"] },
            { "german", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "french", Bounce, ["carla@customer.example Failed - - UserUnknown Hard"] },
            { "spanish", Bounce, ["carla@customer.example Failed - - MailboxFull Soft"] },
            { "japanese", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "dovecot-reject", Bounce, ["carla@customer.example Failed - - MailboxFull Soft"] },
            { "sieve-refusal", Bounce, ["carla@customer.example Failed - - Policy Soft"] },
            { "ses-by-sns", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "ses-by-sns-wrapped", Bounce, ["carla@customer.example Failed - - MailboxFull Soft"] },
            { "workmail", Bounce, ["carla@customer.example Failed 5.2.2 550 MailboxFull Soft"] },
            { "workmail-nameless", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "gateway-unmarked", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "language-unknown", Bounce, ["carla@customer.example Failed 5.1.1 550 UserUnknown Hard"] },
            { "zoho", Bounce, [
                "carla@customer.example Failed 5.1.1 550 UserUnknown Hard",
                "paul@partner.example Failed 5.2.2 552 MailboxFull Soft",
            ] },
            { "dsn-x400", Bounce, [
                "carla@customer.example Failed 5.1.1 - UserUnknown Hard",
                "paul@partner.example Failed 5.2.2 - MailboxFull Soft",
            ] },
            { "message-details", Bounce, ["carla@customer.example Failed - 550 UserUnknown Hard"] },
            { "to-line", Bounce, ["carla@customer.example Failed - 554 UserUnknown Hard"] },
            { "html-only", Bounce, ["carla@customer.example Failed - - NetworkError Soft"] },
            { "names-nobody", Bounce, ["carla@customer.example Failed - - Unknown Undetermined"] },
            { "arf-abuse", Complaint, ["carla@customer.example - - - Unknown Undetermined"] },
            { "arf-auth-failure", Automatic, ["carla@customer.example - - - Unknown Undetermined"] },
            { "arf-unnamed", Complaint, [] },
            { "receipt", Receipt, ["carla@customer.example Delivered - - Unknown Undetermined"] },
            { "receipt-unread", Receipt, ["carla@customer.example Delivered - - Unknown Undetermined"] },
            { "vacation", Automatic, ["carla@customer.example Delivered - - Unknown Undetermined"] },
        };

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_says_whom_it_is_about_and_why(string name, BounceReportKind kind, string[] recipients)
    {
        var report = BounceMails.Parse(name).Report;

        Assert.Equal(kind, report?.Kind);
        Assert.Equal(recipients, report!.Recipients.Select(Shown));
        Assert.NotEmpty(report.Evidence);
    }

    [Fact]
    public void Mail_of_people_and_shops_is_no_report()
    {
        var names = BounceMails.Names.Where(name => name.StartsWith("none-", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Null(BounceMails.Parse(name).Report));
    }

    [Fact]
    public void Every_mail_of_the_folder_is_in_the_table() =>
        Assert.Equal(
            BounceMails.Names.Where(name => !name.StartsWith("none-", StringComparison.Ordinal)),
            Reports.Select(row => (string)row[0]).Order()
        );

    [Fact]
    public void A_delivery_report_is_one_to_all_who_ask()
    {
        Assert.All(
            BounceMails.Names.Select(BounceMails.Parse),
            mail =>
                Assert.Equal(
                    mail.Report?.IsDeliveryReport ?? false,
                    mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport }
                )
        );
    }

    [Fact]
    public void The_ids_of_the_returned_mail_come_before_those_of_its_thread()
    {
        var report = BounceMails.Parse("dsn-office365").Report!;

        Assert.Equal("rewritten@prod.outlook.example", report.OriginalMessageId);
        Assert.Equal(
            ["rewritten@prod.outlook.example", "offer-1@mycompany.example", "offer-0@mycompany.example"],
            report.OriginalIds
        );
    }

    [Fact]
    public void The_envelope_the_servers_and_their_words_are_kept()
    {
        var report = BounceMails.Parse("dsn-two-recipients").Report!;

        Assert.Equal(
            ("env-42", "mx.example", "bounce+tag7@mycompany.example"),
            (report.EnvelopeId, report.ReportingMta, report.OriginalReturnPath)
        );
        Assert.Equal("mx.customer.example", report.Recipients[0].RemoteMta);
        Assert.Equal(
            "550 5.1.1 <carla@customer.example>: Recipient address rejected: User unknown in virtual mailbox table",
            report.Recipients[0].Diagnostic
        );
    }

    [Fact]
    public void The_address_that_we_wrote_to_is_kept_where_the_mail_was_forwarded() =>
        Assert.Equal("jürgen@example.org", BounceMails.Parse("dsn-utf8").Report!.Recipients[0].OriginalRecipient);

    [Fact]
    public void A_complaint_without_a_name_blames_nobody_of_those_whom_the_returned_mail_shows()
    {
        var report = BounceMails.Parse("arf-unnamed").Report!;

        Assert.Empty(report.Recipients);
        Assert.Equal("offer-1@mycompany.example", report.OriginalMessageId);
    }

    [Fact]
    public void A_receipt_names_the_mail_that_was_read() =>
        Assert.Equal(["offer-1@mycompany.example"], BounceMails.Parse("receipt").Report!.OriginalIds);

    private static string Shown(ReportedRecipient recipient) =>
        string.Join(
            ' ',
            recipient.Address,
            recipient.Action?.ToString() ?? "-",
            recipient.Status ?? "-",
            recipient.ReplyCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-",
            recipient.Reason,
            recipient.Class
        );
}
