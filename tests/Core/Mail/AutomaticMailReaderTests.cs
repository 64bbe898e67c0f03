using System.Text;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using static Postern.Core.Mime.AutomaticMailKind;

namespace Postern.Tests.Mail;

public class AutomaticMailReaderTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied", AutoReply)]
    [InlineData("Auto-Submitted: auto-replied (vacation)", AutoReply)]
    [InlineData("Auto-Submitted: auto-generated; owner-email=\"a@b.c\"", Bulk)]
    [InlineData("Auto-Submitted: auto-generated\nSubject: Automatische Antwort: Angebot", AutoReply)]
    [InlineData("Return-Path: <>", AutoReply)]
    [InlineData("Return-Path: < >\nFrom: postmaster@new.example.com", DeliveryReport)]
    [InlineData("From: MAILER-DAEMON", DeliveryReport)]
    [InlineData("X-Failed-Recipients: a@b.example", DeliveryReport)]
    [InlineData("Precedence: bulk", Bulk)]
    [InlineData("Precedence: list", List)]
    [InlineData("Precedence: auto_reply", AutoReply)]
    [InlineData("X-Auto-Response-Suppress: All", Bulk)]
    [InlineData("X-Auto-Response-Suppress: OOF\nIn-Reply-To: <a@b.example>", AutoReply)]
    [InlineData("List-Id: News <news.new.example.com>", List)]
    [InlineData("List-Unsubscribe: <mailto:off@new.example.com>", Bulk)]
    [InlineData("X-Autoreply: yes", AutoReply)]
    [InlineData("X-Autorespond: Hello", AutoReply)]
    [InlineData("X-Boxtrapper: abc", Challenge)]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b", DeliveryReport)]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", Receipt)]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report; boundary=b", Complaint)]
    [InlineData("Content-Type: message/delivery-status", DeliveryReport)]
    [InlineData("Subject: Out of Office: Hello", AutoReply)]
    [InlineData("Subject: Réponse automatique : Bonjour", AutoReply)]
    [InlineData("Subject: Abwesenheitsnotiz", AutoReply)]
    [InlineData("Subject: Undelivered Mail Returned to Sender", Bulk)]
    public void Automatic_mail_is_known_by_its_fields(string header, AutomaticMailKind kind)
    {
        var automatic = Read(header);

        Assert.Equal(kind, automatic?.Kind);
        Assert.Contains(": ", automatic!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auto-Submitted: no")]
    [InlineData("X-Auto-Response-Suppress: None")]
    [InlineData("Precedence: normal")]
    [InlineData("Return-Path: <nora@new.example.com>")]
    [InlineData("Subject: Re: Out of Office: Hello")]
    [InlineData("Subject: Out of office hours support")]
    [InlineData("Subject: Autoreplying machine is broken")]
    [InlineData("Subject: Delivery failure of my parcel")]
    [InlineData("Content-Type: multipart/mixed; boundary=b")]
    public void Mail_of_a_person_is_not_automatic(string header) => Assert.Null(Read(header));

    [Fact]
    public void The_reason_names_the_field_and_its_value() =>
        Assert.Equal("Precedence: bulk", Read("Precedence: bulk")!.Reason);

    private static AutomaticMail? Read(string header)
    {
        var from = header.Contains("From: ", StringComparison.Ordinal) ? "" : "From: nora@new.example.com\n";
        return MailParser.Parse(Encoding.UTF8.GetBytes($"{from}{header}\n\nwords\n")).Automatic;
    }
}
