using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Routing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>What the journal shows of a mail, and which mails it brings to a person's attention.</summary>
public sealed class InboundJournalTests
{
    private static readonly ClaimKey Key = ClaimKey.OfMessageId("1@client.example");

    [Fact]
    public void The_sender_is_shown_as_understood_and_a_From_that_credits_nobody_as_written()
    {
        var carl = EntryOf(Desk().Receive(Eml("Carl <CARL@Customer.example>", ToSales)));
        var two = EntryOf(Desk().Receive(Eml("carl@customer.example, eve@evil.example", ToSales)));

        Assert.Contains("<carl@customer.example>", carl.From, StringComparison.Ordinal);
        Assert.Equal("carl@customer.example", carl.Sender);
        Assert.Equal(("carl@customer.example, eve@evil.example", ""), (two.From, two.Sender));
    }

    [Fact]
    public void Every_notice_is_shown_whether_it_was_sent_or_withheld()
    {
        var desk = Desk();
        var first = EntryOf(desk.Receive(Eml(Nora, ToCatchall)));
        var second = EntryOf(desk.Receive(Eml(Nora, $"{ToCatchall}\nMessage-Id: <2@new.example>", "Again.")));

        Assert.Null(Assert.Single(first.Notices).Withheld);
        Assert.NotNull(Assert.Single(second.Notices).Withheld);
    }

    [Fact]
    public void What_was_guessed_of_a_mail_is_shown()
    {
        var clear = Desk().Receive(Eml(Nora, ToSales));
        var guessed = Desk().Receive(Eml(Nora, $"{ToSales}\nSubject: =?us-ascii?Q?Gr=FC=DFe?="));

        Assert.Null(EntryOf(clear).Reading);
        Assert.Equal(
            ["Text that names no charset, or a wrong one, was read as windows-1252."],
            EntryOf(guessed).Reading
        );
    }

    [Fact]
    public void The_number_of_replays_is_shown()
    {
        var handled = Desk().Receive(Eml(Nora, ToSales));

        Assert.Equal(0, EntryOf(handled).Replays);
        Assert.Equal(3, EntryOf(handled, new ReplayOrder(3, Thread: null)).Replays);
    }

    [Fact]
    public void The_reason_is_that_of_the_last_rule_that_decided()
    {
        var claim = Desk().Receive(Eml(Nora, ToSales)).Claim;

        Assert.Equal("Sent to sales@mycompany.example.", InboundJournal.Why(claim));
        Assert.Equal("", InboundJournal.Why(claim with { Reasons = [] }));
    }

    [Theory]
    [InlineData("flag", Nora, $"{ToCatchall}\n{AnswersTicket}", true)]
    [InlineData("accept", Nora, $"{ToCatchall}\n{AnswersTicket}", false)]
    [InlineData("flag", Carl, $"{ToCatchall}\n{AnswersTicket}", false)]
    [InlineData("flag", Nora, ToSales, false)]
    [InlineData("accept", Nora, ToSales, false)]
    public void A_strangers_reply_is_flagged_where_the_administrator_wants_it(
        string setting,
        string from,
        string fields,
        bool flagged
    )
    {
        var desk = Desk();
        desk.Parameters["mail.reply.strangers"] = setting;

        var handled = desk.Receive(Eml(from, fields));

        Assert.Equal(flagged ? AttentionKind.Flagged : null, AttentionOf(handled));
        Assert.Equal(flagged, Assert.Single(handled.Claim.Postings).Stranger);
    }

    [Fact]
    public void A_copy_that_does_nothing_has_a_claim_of_its_own_and_one_that_does_more_shares_it_with_its_like()
    {
        var desk = Desk();
        var mail = Eml(Nora, "To: friend@elsewhere.example");
        var toSales = new MailOrigin("http", RcptTo: ["sales@mycompany.example"]);
        var toSupport = new MailOrigin("http", RcptTo: ["support@mycompany.example"]);

        var first = KeysOf(desk.Receive(mail, toSales));
        var more = KeysOf(desk.Receive(mail, toSupport));
        var duplicate = KeysOf(desk.Receive(mail, toSales));

        Assert.Equal((Key, Key), first);
        Assert.NotEqual(duplicate.OfOne, duplicate.OfAnother);
        Assert.Equal(more.OfOne, more.OfAnother);
        Assert.Equal(3, new[] { first.OfOne, duplicate.OfOne, more.OfOne }.Distinct().Count());
    }

    // As two mails with the same content have them.
    private static (ClaimKey OfOne, ClaimKey OfAnother) KeysOf(Handled handled) =>
        (KeyOf(handled, "one.eml"), KeyOf(handled, "another.eml"));

    private static ClaimKey KeyOf(Handled handled, string raw) =>
        InboundClaimKey.Of(Key, new DecidedMail(handled.Mail, Raw(raw), handled.Decision, handled.Facts));

    private static AttentionKind? AttentionOf(Handled handled) =>
        InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts);

    private static JournalEntry EntryOf(Handled handled, ReplayOrder? replay = null) =>
        InboundJournal.Entry(
            handled.Mail,
            Raw("mail.eml") with
            {
                Replay = replay,
            },
            handled.Claim,
            handled.Facts,
            DateTimeOffset.UnixEpoch
        );

    private static StoredMail Raw(string name) =>
        new(name, SpooledContent.Of(default), DateTimeOffset.UnixEpoch, MailOrigin.Queue);
}
