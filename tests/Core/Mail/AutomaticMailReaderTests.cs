using System.Text;
using Postern.Core.Mail;
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
    [InlineData("Auto-Submitted: auto-replied\nList-Id: <l.example>", AutoReply)]
    [InlineData("Return-Path: <>", AutoReply)]
    [InlineData("Return-Path: < >\nFrom: postmaster@new.example.com", DeliveryReport)]
    [InlineData("From: MAILER-DAEMON", DeliveryReport)]
    [InlineData("X-Failed-Recipients: a@b.example", DeliveryReport)]
    [InlineData("Precedence: auto_reply", AutoReply)]
    [InlineData("X-Autoreply: yes", AutoReply)]
    [InlineData("X-Autorespond: Hello", AutoReply)]
    [InlineData("X-Cron-Env: <PATH=/bin>", Bulk)]
    [InlineData("X-Boxtrapper: abc", Challenge)]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b", DeliveryReport)]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", Receipt)]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report; boundary=b", Complaint)]
    [InlineData("Content-Type: message/delivery-status", DeliveryReport)]
    [InlineData("X-Auto-Response-Suppress: OOF\nSubject: Out of Office: Hello", AutoReply)]
    [InlineData("X-Auto-Response-Suppress: All\nSubject: Réponse automatique : Bonjour", AutoReply)]
    [InlineData("Precedence: bulk\nSubject: Abwesenheitsnotiz", AutoReply)]
    [InlineData("Precedence: junk\nSubject: Automatinis atsakymas: Pasiūlymas", AutoReply)]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: a@b.example\nSubject: תשובה אוטומטית: שלום", AutoReply)]
    [InlineData("Precedence: bulk\nSubject: Undelivered Mail Returned to Sender", Bulk)]
    public void Automatic_mail_is_known_by_a_strong_sign_or_by_two(string header, AutomaticMailKind kind)
    {
        var mail = Read(header);

        Assert.Equal(kind, mail.Automatic?.Kind);
        Assert.Contains(": ", mail.Automatic!.Reason, StringComparison.Ordinal);
        Assert.Null(mail.WeakSign);
    }

    [Theory]
    [InlineData("Precedence: bulk")]
    [InlineData("Precedence: list")]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("X-Auto-Response-Suppress: OOF\nIn-Reply-To: <a@b.example>")]
    [InlineData("List-Id: News <news.new.example.com>")]
    [InlineData("List-Unsubscribe: <mailto:off@new.example.com>")]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: help@corp.example")]
    public void How_a_mail_travelled_is_a_weak_sign(string header)
    {
        var mail = Read(header);

        Assert.Null(mail.Automatic);
        Assert.Equal(header.Split('\n')[0], mail.WeakSign);
    }

    [Theory]
    [InlineData("Auto-Submitted: no")]
    [InlineData("X-Auto-Response-Suppress: None")]
    [InlineData("Precedence: normal")]
    [InlineData("Return-Path: <nora@new.example.com>")]
    [InlineData("Subject: Out of Office: Hello")]
    [InlineData("Subject: Abwesenheitsnotiz")]
    [InlineData("Subject: Undelivered Mail Returned to Sender")]
    [InlineData("Content-Type: multipart/mixed; boundary=b")]
    public void Mail_of_a_person_is_not_automatic(string header)
    {
        var mail = Read(header);

        Assert.Null(mail.Automatic);
        Assert.Null(mail.WeakSign);
    }

    [Theory]
    [InlineData("Subject: Re: Out of Office: Hello")]
    [InlineData("Subject: Out of office hours support")]
    [InlineData("Subject: Autoreplying machine is broken")]
    [InlineData("Subject: Delivery failure of my parcel")]
    public void A_subject_that_only_resembles_a_machines_makes_a_weak_sign_no_stronger(string header) =>
        Assert.Equal("List-Id: <l.example>", Read($"List-Id: <l.example>\n{header}").WeakSign);

    private static IncomingMail Read(string header)
    {
        var from = header.Contains("From: ", StringComparison.Ordinal) ? "" : "From: nora@new.example.com\n";
        return MailParser.Parse(Encoding.UTF8.GetBytes($"{from}{header}\n\nwords\n"));
    }
}
