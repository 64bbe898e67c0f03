using Postern.Core.Journal;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The order of the rules, and the mails that end before any route is looked for.</summary>
public sealed class RouterTests
{
    [Fact]
    public void Every_rule_leaves_its_reason_in_order_until_one_decides()
    {
        var reasons = Desk().Receive(Eml(Nora, ToSales)).Decision.Reasons;

        Assert.Equal(
            [
                "Unusable",
                "OwnMail",
                "LoopMarker",
                "Duplicate",
                "TooManyHops",
                "Infected",
                "Spam",
                "Bounce",
                "RepeatedToCatchall",
                "Forward",
                "Reply",
                "Receipt",
                "OnlyCatchall",
                "Alias",
                "AutomaticMail",
                "PingPong",
                "Loop",
            ],
            reasons.Select(reason => reason.Rule)
        );
        Assert.Equal("Alias", Assert.Single(reasons, reason => reason.Hit).Rule);
        Assert.All(reasons, reason => Assert.NotEqual("", reason.Text));
    }

    [Theory]
    [InlineData(30, JournalState.Routed)]
    [InlineData(31, JournalState.Ignored)]
    public void More_than_30_Received_fields_are_a_loop(int hops, JournalState state)
    {
        var received = string.Concat(
            Enumerable
                .Range(0, hops)
                .Select(hop => $"Received: from a{hop}.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\n")
        );

        Assert.Equal(state, Desk().Receive(received + Eml(Nora, ToSales)).Decision.State);
    }

    [Fact]
    public void What_answers_a_notice_of_ours_ends_there_and_a_forged_marker_does_not_stop_mail()
    {
        var desk = Desk();
        var refused = desk.Receive(Eml(Nora, ToCatchall));
        var notice = Assert.Single(refused.Claim.Notices).Posting.MessageId;
        var forged = notice.Replace("notice.", "notice.0", StringComparison.Ordinal);

        var answer = desk.Receive(
            Eml(Nora, $"{ToSales}\nIn-Reply-To: <{notice.ToUpperInvariant()}>\nMessage-Id: <2@new.example>")
        );
        var other = desk.Receive(Eml(Nora, $"{ToSales}\nIn-Reply-To: <{forged}>\nMessage-Id: <3@new.example>"));

        Assert.Equal("LoopMarker", answer.Rule);
        Assert.Equal(JournalState.Ignored, answer.Decision.State);
        Assert.Equal(JournalState.Routed, other.Decision.State);
    }

    [Fact]
    public void Our_own_mail_is_known_by_its_Message_Id_and_by_the_tag_in_its_Reply_To()
    {
        var desk = Desk();
        var posting = Assert.Single(desk.Receive(Eml(Nora, ToSupport)).Claim.Postings);
        var tag = ReplyTag.Write(RoutingWorld.Keys, posting.Thread.Token, "anna@mycompany.example");
        const string rewritten = "Message-Id: <rewritten@provider.example>";

        Assert.Equal("OwnMail", RuleFor($"Message-Id: <{posting.MessageId}>"));
        Assert.Equal("OwnMail", RuleFor($"{rewritten}\nReply-To: support+{tag}@mycompany.example"));

        string RuleFor(string fields) =>
            desk.Receive(Eml("notifications@mycompany.example", $"{ToSales}\n{fields}")).Rule;
    }
}
