using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>How a mail travelled says where it is; whom its sender chose, To and Cc say.</summary>
public sealed class RouterTravelTests
{
    private const string NewTicket = "routed: helpdesk.ticket new; tells: anna@mycompany.example";
    private const string OnTicket = "routed: helpdesk.ticket/7; tells: anna@mycompany.example";
    private const string ToElsewhere = "To: plenum@verein.example";

    private static readonly MailOrigin Mailbox = new("mailbox:shared/INBOX");

    [Theory]
    [InlineData("Delivered-To: sales@mycompany.example")]
    [InlineData("X-Original-To: sales@mycompany.example")]
    [InlineData("X-Forwarded-To: sales@mycompany.example")]
    [InlineData("Envelope-To: sales@mycompany.example\nDelivered-To: catchall@mycompany.example")]
    [InlineData("Delivered-To: bounce@mycompany.example")]
    public void The_mailbox_that_collects_a_mail_makes_no_second_record(string trace)
    {
        Assert.Equal(NewTicket, Describe(Desk().Receive(Eml(Nora, $"{ToSupport}\n{trace}"))));
        Assert.Equal(
            NewTicket,
            Describe(Desk().Receive(Eml(Nora, $"{ToElsewhere}\nCc: support@mycompany.example\n{trace}")))
        );
    }

    [Fact]
    public void An_answer_to_the_tagged_address_is_on_its_thread_whatever_mailbox_it_was_fetched_from()
    {
        var desk = Desk();
        var tag = ReplyTag.Write(RoutingWorld.Keys, desk.Threads.Values.Single().Head.Token, "carl@customer.example");
        const string stamp = "Delivered-To: sales@mycompany.example";

        Assert.Equal(
            OnTicket,
            Describe(desk.Receive(Eml(Carl, $"To: catchall+{tag}@mycompany.example\n{AnswersTicket}\n{stamp}")))
        );
        Assert.Equal(
            OnTicket,
            Describe(
                desk.Receive(Eml(Carl, $"To: support+{tag}@mycompany.example\n{stamp}\nMessage-Id: <2@x.example>"))
            )
        );
        Assert.Equal(
            OnTicket,
            Describe(desk.Receive(Eml(Carl, $"{ToElsewhere}\n{AnswersTicket}\n{stamp}\nMessage-Id: <3@x.example>")))
        );
    }

    [Theory]
    [InlineData("X-Forwarded-To")]
    [InlineData("X-Envelope-To")]
    [InlineData("X-Delivered-To")]
    [InlineData("X-Rcpt-To")]
    [InlineData("X-Original-To")]
    [InlineData("Envelope-To")]
    [InlineData("Delivered-To")]
    [InlineData("X-Real-To")]
    [InlineData("X-Resolved-To")]
    [InlineData("X-MDaemon-Deliver-To")]
    [InlineData("Apparently-To")]
    public void A_blind_copy_goes_where_a_server_noted_that_it_was_sent(string field)
    {
        Assert.Equal(
            NewTicket,
            Describe(Desk().Receive(Eml(Nora, $"{ToElsewhere}\n{field}: support@mycompany.example")))
        );
        Assert.Equal(NewTicket, Describe(Desk().Receive(Eml(Nora, $"{field}: <Support@MyCompany.example>"))));
    }

    [Theory]
    [InlineData("from mx.new.example by in.mycompany.example (Postfix) with ESMTPS id 4Fx", NewTicket)]
    [InlineData("from mx.new.example by in.other.example with ESMTP id 4Fx", "refused")]
    public void A_blind_copy_goes_where_the_trusted_server_received_it_for(string hop, string expected)
    {
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "in.mycompany.example";
        var received =
            $"Received: {hop} for <support@mycompany.example>; Sat, 7 Nov 2026 09:00:00 +0000\n"
            + "Received: from pc by smtp.new.example for <sales@mycompany.example>; Sat, 7 Nov 2026 08:59:58 +0000";

        Assert.Equal(expected, Describe(desk.Receive(Eml(Nora, $"{received}\n{ToElsewhere}"))));
    }

    [Fact]
    public void Where_no_server_is_trusted_the_topmost_one_says_for_whom_it_received_a_mail()
    {
        const string received =
            "Received: from a.example by mx.example for support@mycompany.example; Sat, 7 Nov 2026 09:00:00 +0000";

        Assert.Equal(NewTicket, Describe(Desk().Receive(Eml(Nora, $"{received}\n{ToElsewhere}"))));
        Assert.Equal(
            "refused",
            Describe(Desk().Receive(Eml(Nora, $"Received: from a by b\n{received}\n{ToElsewhere}")))
        );
    }

    [Theory]
    [InlineData("Delivered-To: sales@mycompany.example\nX-Original-To: support@mycompany.example")]
    [InlineData("Delivered-To: sales@mycompany.example\nDelivered-To: support@mycompany.example")]
    [InlineData("Delivered-To: sales@mycompany.example\nReceived: from a by b for <support@mycompany.example>")]
    [InlineData("Delivered-To: sales@mycompany.example\nX-Forwarded-To: support@mycompany.example")]
    [InlineData("X-Original-To: carl@customer.example\nDelivered-To: support@mycompany.example")]
    public void Of_several_such_notes_the_earliest_that_names_ours_counts(string trace) =>
        Assert.Equal(NewTicket, Describe(Desk().Receive(Eml(Nora, $"{ToElsewhere}\n{trace}"))));

    [Fact]
    public void A_blind_copy_to_the_catchall_is_told_like_any_mail_to_it() =>
        Assert.Equal(
            "refused; answers: nora@new.example (Catchall)",
            Describe(Desk().Receive(Eml(Nora, "Delivered-To: catchall@mycompany.example")))
        );

    [Fact]
    public void A_mailbox_says_whom_its_mail_is_for_when_nothing_in_it_does()
    {
        Assert.Equal("refused", Describe(Shared([]).Receive(Eml(Nora, ToElsewhere), Mailbox)));
        Assert.Equal(
            NewTicket,
            Describe(Shared(["Support@mycompany.example"]).Receive(Eml(Nora, ToElsewhere), Mailbox))
        );
        Assert.Equal("refused", Describe(Shared(["support@mycompany.example"]).Receive(Eml(Nora, ToElsewhere))));
        Assert.Equal(
            "routed: crm.lead new",
            Describe(Shared(["support@mycompany.example"]).Receive(Eml(Nora, ToSales), Mailbox))
        );
        Assert.Equal(
            "routed: crm.lead new",
            Describe(
                Shared(["support@mycompany.example"])
                    .Receive(Eml(Nora, $"{ToElsewhere}\nX-Original-To: sales@mycompany.example"), Mailbox)
            )
        );
    }

    [Theory]
    [InlineData("List-Id: Verein <plenum.verein.example>")]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: help@corp.example")]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("List-Unsubscribe: <mailto:off@verein.example>")]
    [InlineData("Precedence: list")]
    public void All_answers_of_a_person_are_told_whatever_way_they_came_and_none_is_answered(string sign)
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.auto"] = "refuse";

        var answers = Enumerable
            .Range(0, 6)
            .Select(i =>
                Eml(Carl, $"{ToSupport}\n{AnswersTicket}\n{sign}\nMessage-Id: <{i}@x.example>", $"Answer {i}.")
            )
            .Select(eml => Describe(desk.Receive(eml)));
        Assert.Equal(Enumerable.Repeat(OnTicket, 6), answers);
        Assert.Equal("routed: crm.lead new", Describe(desk.Receive(Eml(Nora, $"{ToSales}\n{sign}"))));
        var told = desk.Receive(Eml(Nora, $"{ToCatchall}\n{sign}\nMessage-Id: <b@x.example>"));
        Assert.Equal("refused", Describe(told));
        Assert.StartsWith("Mail that may be", Assert.Single(told.Claim.Withheld).Withheld, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_does_not_follow_what_a_person_sends_through_it()
    {
        var desk = Desk();
        desk.Models["helpdesk.ticket"] = new RecordModel { FollowCc = true };
        const string list = "To: plenum@verein.example\nCc: support@mycompany.example, ida@verein.example";

        var handled = desk.Receive(Eml(Nora, $"{list}\nList-Id: <x>\nList-Post: <mailto:plenum@verein.example>"));

        Assert.Equal(
            ["anna@mycompany.example", "ida@verein.example", "nora@new.example"],
            Assert.Single(handled.Claim.Postings).Follow.Select(follower => follower.Address).Order()
        );
    }

    [Theory]
    [InlineData("Auto: Lüfter dreht nicht")]
    [InlineData("Abwesend: wer übernimmt?")]
    [InlineData("Out of office: which key opens the side door")]
    [InlineData("Undeliverable: Paket 88")]
    [InlineData("Returned mail order")]
    [InlineData("Read receipt: how do I switch it on?")]
    [InlineData("自動返信")]
    public void A_subject_alone_makes_nobody_a_machine(string subject)
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.auto"] = "refuse";
        var eml = Eml(Nora, ToSupport).Replace("Subject: Hi", $"Subject: {subject}", StringComparison.Ordinal);

        Assert.Equal(NewTicket, Describe(desk.Receive(eml)));
        var other = eml.Replace("<1@", "<2@", StringComparison.Ordinal);
        Assert.Equal("refused", Describe(desk.Receive($"Auto-Submitted: auto-replied\n{other}")));
    }

    [Theory]
    [InlineData("Fwd: Mail delivery failed", "attachment; filename=\"details.txt\"")]
    [InlineData("WG: Unzustellbar: Angebot", "inline")]
    [InlineData("Your server refuses me", "attachment")]
    public void Who_forwards_a_bounce_has_written_a_mail(string subject, string disposition)
    {
        var eml = Report(Nora, subject, "multipart/mixed", "message/delivery-status", disposition, Failure);
        var report = eml.Replace("mixed", "report; report-type=delivery-status", StringComparison.Ordinal);

        Assert.Equal(NewTicket, Describe(Desk().Receive(eml)));
        Assert.Equal("bounce", Describe(Desk().Receive($"Return-Path: <>\n{eml}")));
        Assert.Equal("bounce", Describe(Desk().Receive(report)));
    }

    [Theory]
    [InlineData("Gelesen: Angebot")]
    [InlineData("Read: your offer")]
    public void A_read_receipt_that_belongs_to_nothing_makes_no_record(string subject)
    {
        const string report = "multipart/report; report-type=disposition-notification";
        const string fields =
            "Final-Recipient: rfc822; nora@new.example\nDisposition: manual-action/MDN-sent-manually; displayed";
        var eml = Report(Nora, subject, report, "message/disposition-notification", "inline", fields);

        var handled = Desk().Receive(eml, Mailbox with { FallbackModel = "crm.lead" });

        Assert.Equal(("bounce", "Receipt"), (Describe(handled), handled.Rule));
        Assert.Equal($"{OnTicket}, carl@customer.example", Describe(Desk().Receive($"{AnswersTicket}\n{eml}")));
    }

    private const string Failure =
        "Reporting-MTA: dns; mx.new.example\n\nFinal-Recipient: rfc822; info@mycompany.example\nAction: failed\nStatus: 5.1.1";

    private static string Report(
        string from,
        string subject,
        string type,
        string part,
        string disposition,
        string fields
    ) =>
        $"Message-Id: <r@new.example>\nFrom: {from}\n{ToSupport}\nSubject: {subject}\nMIME-Version: 1.0\n"
        + $"Content-Type: {type}; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlease see below.\n"
        + $"--b\nContent-Type: {part}\nContent-Disposition: {disposition}\n\n{fields}\n\n--b--\n";

    private static RoutingWorld Shared(IReadOnlyList<string> addresses)
    {
        var desk = Desk();
        desk.Mailboxes.Add(
            new IncomingServer
            {
                Id = "shared",
                Name = "Shared",
                Host = "imap.mycompany.example",
                UserName = "shared",
                Addresses = addresses,
            }
        );
        return desk;
    }
}
