using Postern.Contracts.Http;
using Postern.Core.Notices;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Notices to senders: who gets one, from which domain, and how often.</summary>
public sealed class RouterNoticeTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-Vacation: yes")]
    public void Automatic_mail_is_never_answered_by_a_notice(string field)
    {
        var handled = Desk().Receive(Eml(Nora, $"{ToCatchall}\n{field}"));

        Assert.Equal("refused", Describe(handled));
        Assert.StartsWith("Automatic mail", Assert.Single(handled.Claim.Withheld).Withheld, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_says_its_own_refusal_and_nothing_visible_says_nothing()
    {
        var desk = Desk();
        desk.Aliases[3] = desk.Aliases[3] with { RefusalText = "<p>Only for <b>partners</b>, sorry.</p>" };
        desk.Aliases[4] = desk.Aliases[4] with { RefusalText = "<p> </p>" };

        var toPartners = desk.Receive(Eml(Nora, "To: partners@mycompany.example"));
        var toTeam = desk.Receive(Eml(Nora, "To: team@mycompany.example\nMessage-Id: <2@new.example>"));

        Assert.Equal("Only for partners, sorry.", Assert.Single(toPartners.Told).Text);
        Assert.Contains("team@mycompany.example", Assert.Single(toTeam.Told).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support@mycompany.example", ToCatchall)]
    [InlineData("nora@new.example", $"{ToCatchall}\nReturn-Path: <notifications@mycompany.example>")]
    [InlineData("nora@new.example", $"{ToCatchall}\nReturn-Path: <mailer-daemon@mycompany.example>")]
    public void No_notice_goes_to_an_address_of_our_own(string from, string fields) =>
        Assert.Equal("refused", Describe(Desk().Receive(Eml(from, fields))));

    [Fact]
    public void A_notice_goes_to_the_reverse_path_from_the_domain_that_was_written_to_once_in_the_window()
    {
        var desk = Desk();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });
        const string fields = "To: catchall@second.example\nReturn-Path: <returns@new.example>";

        var first = Assert.Single(Receive(1, "one").Told);
        var second = Receive(2, "two");
        desk.Now += TimeSpan.FromMinutes(121);
        var third = Receive(3, "three");

        Assert.Equal(
            ("returns@new.example", "second.example", NoticeKind.Catchall),
            (first.Recipient, first.Domain, first.Kind)
        );
        Assert.Empty(second.Told);
        Assert.Single(third.Told);

        Handled Receive(int id, string text) =>
            desk.Receive(Eml(Nora, $"{fields}\nMessage-Id: <{id}@new.example>", text));
    }
}
