using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>No mail that a person wrote ends in silence: it is read on a thread, or it needs a person's attention.</summary>
public sealed class RouterUnreadTests
{
    private static string Tag => ReplyTag.Write(RoutingWorld.Keys, "0123456789ab", "nora@new.example");

    [Theory]
    [InlineData(ToCatchall, JournalState.Refused)]
    [InlineData("To: nobody@mycompany.example", JournalState.Refused)]
    [InlineData("To: partners@mycompany.example", JournalState.Refused)]
    [InlineData("To: bounce@mycompany.example", JournalState.Bounce)]
    [InlineData("To: support@mycompany.example\nReply-To: catchall+{tag}@mycompany.example", JournalState.Ignored)]
    [InlineData($"{ToCatchall}\nList-Id: <club.example>\nPrecedence: list", JournalState.Refused)]
    [InlineData($"{ToCatchall}\nX-Auto-Response-Suppress: All", JournalState.Refused)]
    [InlineData($"{ToCatchall}\nX-MS-Exchange-Inbox-Rules-Loop: nora@new.example", JournalState.Refused)]
    [InlineData($"{ToCatchall}\nAuto-Submitted: no", JournalState.Refused)]
    public void What_a_person_wrote_and_no_thread_has_needs_attention(string fields, JournalState state)
    {
        var handled = Desk().Receive(Eml(Nora, fields.Replace("{tag}", Tag, StringComparison.Ordinal)));

        Assert.Equal((state, AttentionKind.UnreadPerson), (handled.Decision.State, AttentionOf(handled)));
        Assert.NotEmpty(InboundJournal.Why(handled.Claim));
        Assert.NotEmpty(InboundJournal.Advice(AttentionKind.UnreadPerson, handled.Claim)!);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Auto-Submitted: auto-generated\nList-Id: <shop.example>")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-Vacation: yes")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("Content-Type: message/disposition-notification")]
    public void What_a_program_wrote_does_not(string field) =>
        Assert.Null(AttentionOf(Desk().Receive(Eml(Nora, $"{ToCatchall}\n{field}"))));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("> When does it open?\n> Thank you")]
    [InlineData("-- ")]
    public void A_mail_without_text_of_its_own_does_not(string text) =>
        Assert.Null(AttentionOf(Desk().Receive(Eml(Nora, ToCatchall, text))));

    [Theory]
    [InlineData("Ja.")]
    [InlineData("\U0001F44D")]
    [InlineData("はい\n\n> 15時でいいですか")]
    public void A_short_answer_in_any_script_is_text(string text) =>
        Assert.Equal(AttentionKind.UnreadPerson, AttentionOf(Desk().Receive(Eml(Nora, ToCatchall, text))));

    [Fact]
    public void A_mail_over_the_limit_of_the_loop_guard_needs_attention_and_a_replay_passes()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";
        var handled = Enumerable.Range(0, 3).Select(Receive).ToList();

        Assert.Equal([null, null, AttentionKind.UnreadPerson], handled.Select(AttentionOf));
        Assert.Contains(
            "Replay",
            InboundJournal.Advice(AttentionKind.UnreadPerson, handled[2].Claim),
            StringComparison.Ordinal
        );
        Assert.Equal(
            JournalState.Routed,
            Router.Decide(handled[2].Mail, handled[2].Facts with { Replayed = true }).State
        );

        Handled Receive(int id) => desk.Receive(Eml(Nora, $"{ToSupport}\nMessage-Id: <{id}@new.example>", $"No {id}."));
    }

    [Fact]
    public void A_person_who_answers_a_notice_of_ours_needs_attention()
    {
        var desk = Desk();
        var notice = Assert.Single(desk.Receive(Eml(Nora, ToCatchall)).Claim.Notices);
        var answer = $"To: mailer-daemon@mycompany.example\nIn-Reply-To: <{notice.Posting.MessageId}>";

        var handled = desk.Receive(Eml(Nora, $"{answer}\nMessage-Id: <2@new.example>", "But whom do I write to?"));

        Assert.Equal(("LoopMarker", AttentionKind.UnreadPerson), (handled.Rule, AttentionOf(handled)));
    }

    [Fact]
    public void Neither_a_copy_of_a_mail_that_arrived_nor_our_own_mail_does()
    {
        var desk = Desk();
        var made = Assert.Single(desk.Receive(Eml(Carl, ToSupport)).Claim.Postings);
        var copy = desk.Receive(Eml(Carl, ToSupport));
        var own = desk.Receive(Eml(Anna, $"{ToSupport}\nMessage-Id: <{made.MessageId}>"));

        Assert.Equal((JournalState.Duplicate, null), (copy.Decision.State, AttentionOf(copy)));
        Assert.Equal((JournalState.Ignored, null), (own.Decision.State, AttentionOf(own)));
    }

    [Fact]
    public void Neither_spam_nor_mail_that_was_read_before_the_gateway_came_does()
    {
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";
        const string Received = "Received: from a.example by mx.mycompany.example; Sat, 28 Nov 2026 10:00:00 +0000";

        var spam = desk.Receive($"X-Spam-Flag: YES\n{Received}\n{Eml(Nora, ToCatchall)}");
        var old = desk.Receive(Eml(Nora, $"{ToCatchall}\nMessage-Id: <2@a>"), MailOrigin.Queue with { Silent = true });

        Assert.Null(AttentionOf(spam));
        Assert.Null(AttentionOf(old));
    }

    [Theory]
    [InlineData("catchall+0123456789abcdef0123456")]
    [InlineData("catchall+0")]
    [InlineData("replies+0123456789abcdef0123456")]
    [InlineData("support+0123456789abcdef0123456")]
    [InlineData("catchall-{tag}")]
    [InlineData("support-{tag}")]
    public void A_cut_or_changed_tag_is_said_where_nothing_else_names_the_thread(string localPart)
    {
        var spoilt = $"{localPart.Replace("{tag}", Tag, StringComparison.Ordinal)}@mycompany.example";
        var fallback = MailOrigin.Queue with { FallbackModel = "crm.lead" };

        var alone = Desk().Receive(Eml(Carl, $"To: {spoilt}"), fallback);
        var named = Desk().Receive(Eml(Carl, $"To: {spoilt}\n{AnswersTicket}"));

        Assert.Equal(("CutTag", AttentionKind.UnreadPerson), (alone.Rule, AttentionOf(alone)));
        Assert.Contains(spoilt, InboundJournal.Why(alone.Claim), StringComparison.Ordinal);
        Assert.StartsWith("routed: helpdesk.ticket/7", Describe(named), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support+germany")]
    [InlineData("support-germany")]
    [InlineData("catchall+x.y")]
    [InlineData("someone+0123456789abcdef0123456")]
    public void What_people_write_after_a_plus_sign_is_no_tag(string localPart)
    {
        var fallback = MailOrigin.Queue with { FallbackModel = "crm.lead" };

        var handled = Desk().Receive(Eml(Nora, $"To: {localPart}@mycompany.example"), fallback);

        Assert.Equal("Fallback", handled.Rule);
    }

    private static AttentionKind? AttentionOf(Handled handled) =>
        InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts);
}
