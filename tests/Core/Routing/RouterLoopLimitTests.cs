using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>What the guards against loops count, and whom the stopped sender hears from.</summary>
public sealed class RouterLoopLimitTests
{
    [Fact]
    public void A_mail_counts_until_the_window_is_over()
    {
        Assert.Equal(JournalState.Ignored, StateAfter(TimeSpan.FromMinutes(120) - TimeSpan.FromTicks(1)));
        Assert.Equal(JournalState.Routed, StateAfter(TimeSpan.FromMinutes(120)));

        static JournalState StateAfter(TimeSpan time)
        {
            var desk = Limited();
            desk.SentIn["nora@new.example"] = [new MailSentIn(desk.Now - time, ["sales@mycompany.example"], [])];
            return desk.Receive(Eml(Nora, ToSales)).Decision.State;
        }
    }

    [Theory]
    [InlineData(true, JournalState.Ignored)]
    [InlineData(false, JournalState.Routed)]
    public void A_model_may_be_left_out_of_the_count(bool counted, JournalState second)
    {
        var desk = Limited();
        desk.Models["crm.lead"] = new RecordModel { LoopGuard = counted };

        Assert.Equal(JournalState.Routed, desk.Receive(Eml(Nora, ToSales)).Decision.State);
        Assert.Equal(second, desk.Receive(Eml(Nora, $"{ToSales}\nMessage-Id: <2@new.example>")).Decision.State);
    }

    [Theory]
    [InlineData("To: friend@else.example, catchall@second.example", "catchall@second.example", "second.example")]
    [InlineData("To: friend@else.example", "friend@else.example", "mycompany.example")]
    [InlineData("X-To: nobody", "us", "mycompany.example")]
    public void Who_answers_too_often_hears_from_the_address_of_ours_that_the_mail_named(
        string recipients,
        string address,
        string domain
    )
    {
        var desk = Limited();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });
        Assert.Equal(JournalState.Routed, desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}")).Decision.State);

        var stopped = desk.Receive(Eml(Carl, $"{recipients}\n{AnswersTicket}\nMessage-Id: <2@x.example>", "Again."));

        var notice = Assert.Single(stopped.Told);
        Assert.Equal((NoticeKind.Loop, address, domain), (notice.Kind, notice.Address, notice.Domain));
    }

    [Fact]
    public void Without_any_domain_a_notice_comes_from_one_that_cannot_exist()
    {
        var desk = new RoutingWorld { Parameters = { ["mail.gateway.loop.threshold"] = "1" } };
        var mailbox = new MailOrigin("mailbox:imap/INBOX", FallbackModel: "crm.lead");

        desk.Receive(Eml(Nora, "To: shop@else.example"), mailbox);
        var stopped = desk.Receive(Eml(Nora, "To: shop@else.example\nMessage-Id: <2@new.example>", "Again."), mailbox);

        var notice = Assert.Single(stopped.Claim.Notices);
        Assert.Equal("postern.invalid", notice.Notice.Domain);
        Assert.Null(notice.Posting.Thread.AliasDomain);
    }

    [Fact]
    public void Only_automatic_answers_on_the_same_thread_silence_the_next()
    {
        var desk = Desk();
        var partition = desk.Threads.Values.Single().Head.Key.Partition;
        var written = new MailSentIn(desk.Now, [], [partition]);
        var elsewhere = new MailSentIn(desk.Now, [], ["crm.lead:1"]) { Automatic = true };
        desk.SentIn["carl@customer.example"] = [written, written, written, elsewhere, elsewhere, elsewhere];

        var absence = desk.Receive(Eml(Carl, $"{ToSupport}\n{AnswersTicket}\nAuto-Submitted: auto-replied"));

        Assert.Equal("routed: helpdesk.ticket/7; tells: anna@mycompany.example", Describe(absence));
    }

    [Fact]
    public void Automatic_mail_that_makes_no_record_counts_for_the_alias_that_would_have_made_it()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.auto"] = "refuse";

        var refused = desk.Receive(Eml(Nora, $"{ToSales}\nAuto-Submitted: auto-generated"));

        Assert.Equal(["sales"], refused.Decision.Aliases.Select(alias => alias.LocalPart));
    }

    [Fact]
    public void The_same_words_in_answer_to_another_mail_are_no_feedback_loop()
    {
        var desk = Desk();

        Assert.Equal("OnlyCatchall", Write(1, "first"));
        Assert.Equal("OnlyCatchall", Write(2, "second"));
        Assert.Equal("RepeatedToCatchall", Write(3, "second"));

        string Write(int id, string answered) =>
            desk.Receive(
                Eml(Nora, $"{ToCatchall}\nReferences: <{answered}@new.example>\nMessage-Id: <{id}@x.example>")
            ).Rule;
    }

    private static RoutingWorld Limited()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "1";
        return desk;
    }
}
