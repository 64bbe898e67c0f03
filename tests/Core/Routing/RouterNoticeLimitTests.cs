using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>How many notices a sender gets, and the mail that a notice becomes.</summary>
public sealed class RouterNoticeLimitTests
{
    private const string NorasAddress = "nora@new.example";
    private const string TooMany = "The sender got 5 notices within an hour.";

    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    [Fact]
    public void The_same_is_told_again_once_the_window_is_over_and_not_an_instant_before()
    {
        Assert.Equal("The sender was told the same a short while ago.", WithheldAfter(TimeSpan.FromHours(2) - Instant));
        Assert.Null(WithheldAfter(TimeSpan.FromHours(2)));

        static string? WithheldAfter(TimeSpan time)
        {
            var desk = Desk();
            Remember(desk, -time, NoticeKind.Catchall);
            return desk.Receive(Eml(Nora, ToCatchall)).Claim.Withheld.SingleOrDefault()?.Withheld;
        }
    }

    [Fact]
    public void The_fifth_notice_within_an_hour_is_the_last()
    {
        var desk = Desk();
        Remember(desk, -TimeSpan.FromHours(1), NoticeKind.Loop, NoticeKind.Loop);
        Remember(desk, Instant - TimeSpan.FromHours(1), NoticeKind.Loop, NoticeKind.FailedAlias);
        Remember(desk, TimeSpan.FromMinutes(-1), NoticeKind.Loop, NoticeKind.FailedAlias);

        var two = desk.Receive(Eml(Nora, "To: partners@mycompany.example, team@mycompany.example"));
        var next = desk.Receive(Eml(Nora, $"{ToCatchall}\nMessage-Id: <2@new.example>"));

        Assert.Equal(NoticeKind.KnownContactsOnly, Assert.Single(two.Told).Kind);
        Assert.Equal((NoticeKind.FollowersOnly, TooMany), WithheldOf(two));
        Assert.Equal((NoticeKind.Catchall, TooMany), WithheldOf(next));
    }

    [Fact]
    public void One_mail_is_answered_once_for_each_reason()
    {
        var desk = Desk();
        desk.Aliases.Add(Alias("resellers", "crm.lead") with { ContactPolicy = ContactPolicy.Partners });

        var three = desk.Receive(
            Eml(Nora, "To: partners@mycompany.example, resellers@mycompany.example, team@mycompany.example")
        );

        Assert.Equal(
            [NoticeKind.KnownContactsOnly, NoticeKind.FollowersOnly],
            three.Told.Select(notice => notice.Kind)
        );
        Assert.Equal(
            (NoticeKind.KnownContactsOnly, "The same mail is answered for the same reason already."),
            WithheldOf(three)
        );
    }

    [Fact]
    public void What_the_reverse_path_was_told_counts_whoever_the_From_names()
    {
        var desk = Desk();
        const string fields = $"{ToCatchall}\nReturn-Path: <returns@new.example>";

        Assert.Single(desk.Receive(Eml(Nora, fields)).Told);
        Assert.Empty(desk.Receive(Eml("Ned <ned@new.example>", $"{fields}\nMessage-Id: <2@new.example>")).Told);
    }

    [Fact]
    public void A_mail_without_a_reverse_path_has_nobody_to_answer()
    {
        var bounce = Desk().Receive(Eml(Nora, $"{ToCatchall}\nReturn-Path: <>"));

        Assert.Null(Assert.Single(bounce.Claim.Withheld).Recipient);
    }

    [Fact]
    public void Infected_mail_that_a_person_released_is_not_answered()
    {
        var handled = Desk().Receive(Eml(Nora, ToCatchall));
        var infected = handled.Facts with { Content = new(null, "X-Virus-Status: Infected"), Released = true };

        var notice = Assert.Single(Router.Decide(handled.Mail, infected).Notices);

        Assert.Equal("Spam and infected mail is never answered (X-Virus-Status: Infected).", notice.Withheld);
    }

    [Fact]
    public void A_mail_of_the_first_fetch_is_answered_by_nothing_and_keeps_a_reason_that_it_had()
    {
        var silent = MailOrigin.Queue with { Silent = true };

        var person = Desk().Receive(Eml(Nora, ToCatchall), silent);
        var robot = Desk().Receive(Eml(Nora, $"{ToCatchall}\nAuto-Submitted: auto-replied"), silent);

        Assert.Empty(person.Told);
        Assert.StartsWith("The mail came with the first reading", WithheldOf(person).Why, StringComparison.Ordinal);
        Assert.StartsWith("Automatic mail", WithheldOf(robot).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_is_a_new_thread_of_its_alias_domain_with_one_recipient()
    {
        var desk = Desk();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });

        var notice = Assert.Single(desk.Receive(Eml(Nora, "To: catchall@second.example")).Claim.Notices);

        Assert.True(notice.Posting.Create);
        Assert.Equal("second", notice.Posting.Thread.AliasDomain);
        Assert.Equal([NorasAddress], notice.Posting.Recipients!.Select(recipient => recipient.Address));
        Assert.Equal(
            ("mailer-daemon@second.example", true),
            (notice.Posting.Author.Address, notice.Posting.Author.Internal)
        );
        Assert.Equal("1@client.example", notice.Posting.InReplyTo);
    }

    private static (NoticeKind Kind, string Why) WithheldOf(Handled handled)
    {
        var notice = Assert.Single(handled.Claim.Withheld);
        return (notice.Kind, notice.Withheld!);
    }

    private static void Remember(RoutingWorld desk, TimeSpan since, params NoticeKind[] told)
    {
        if (!desk.SentIn.TryGetValue(NorasAddress, out var mails))
            desk.SentIn[NorasAddress] = mails = [];
        mails.Add(new MailSentIn(desk.Now + since, [], []) { Notices = [.. told.Select(kind => kind.ToString())] });
    }
}
