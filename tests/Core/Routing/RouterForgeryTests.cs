using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Mail of which a trusted server says that its From is forged.</summary>
public sealed class RouterForgeryTests
{
    [Fact]
    public void Forged_mail_is_nobodys_and_is_not_answered_and_only_a_trusted_server_can_say_so()
    {
        const string verdict = "Authentication-Results: mx.mycompany.example; dmarc=fail header.from=mycompany.example";
        var desk = Desk();
        var unknown = desk.Receive(Eml(Anna, $"{ToSales}\n{verdict}\nMessage-Id: <0@x.example>"));
        desk.Parameters["mail.auth.verify"] = "off";
        var believed = desk.Receive(Eml(Anna, $"{ToSales}\n{verdict}"));
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";

        var forged = desk.Receive(Eml(Anna, $"{ToSales}\n{verdict}\nMessage-Id: <2@x.example>"));
        var catchall = desk.Receive(Eml(Anna, $"{ToCatchall}\n{verdict}\nMessage-Id: <3@x.example>"));
        desk.Aliases[1] = desk.Aliases[1] with { ForgedMail = ForgedMail.Quarantine };
        var quarantined = desk.Receive(Eml(Anna, $"{ToSales}\n{verdict}\nMessage-Id: <4@x.example>"));

        Assert.Equal(
            new MessageAuthor("anna@mycompany.example", "Anna Agent", false),
            unknown.Claim.Postings[0].Author
        );
        Assert.Contains(unknown.Claim.Postings[0].Follow, follower => follower.Address == "anna@mycompany.example");
        Assert.True(believed.Claim.Postings[0].Author.Internal);
        Assert.Equal(new MessageAuthor("anna@mycompany.example", "Anna", false), forged.Claim.Postings[0].Author);
        Assert.Empty(forged.Claim.Postings[0].Follow);
        Assert.Equal("refused", Describe(catchall));
        Assert.Equal(JournalState.Quarantined, quarantined.Decision.State);
    }

    [Fact]
    public void A_forged_reply_meets_the_alias_that_it_came_through_or_that_made_the_record()
    {
        const string verdict = "Authentication-Results: mx.mycompany.example; dmarc=fail header.from=customer.example";
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";
        var made = Assert.Single(desk.Receive(Eml(Carl, ToSupport)).Claim.Postings);

        Assert.Null(AttentionOfReply("support", 1));
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Flag };
        Assert.Equal(AttentionKind.Flagged, AttentionOfReply("support", 2));
        Assert.Equal(AttentionKind.Flagged, AttentionOfReply("catchall", 3));
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Quarantine };
        Assert.Equal(AttentionKind.Quarantined, AttentionOfReply("support", 4));
        Assert.Equal(AttentionKind.Quarantined, AttentionOfReply("catchall", 5));

        AttentionKind? AttentionOfReply(string to, int i)
        {
            var fields = $"To: {to}@mycompany.example\nIn-Reply-To: <{made.MessageId}>\n{verdict}";
            var reply = Eml(Carl, $"{fields}\nMessage-Id: <forged-{i}@customer.example>", $"Words {i}.");
            return AttentionOf(desk.Receive(reply));
        }
    }

    [Fact]
    public void An_employee_is_one_only_by_a_verified_mail_and_an_unknown_one_is_refused_nowhere()
    {
        const string verdict = "Authentication-Results: mx.mycompany.example; dmarc=pass header.from=mycompany.example";
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";

        var unknown = desk.Receive(Eml(Anna, "To: team@mycompany.example\nMessage-Id: <1@x.example>"));
        var passed = desk.Receive(Eml(Anna, $"To: team@mycompany.example\n{verdict}\nMessage-Id: <2@x.example>"));

        Assert.Equal((JournalState.Routed, false), (unknown.Decision.State, unknown.Claim.Postings[0].Author.Internal));
        Assert.Equal((JournalState.Routed, true), (passed.Decision.State, passed.Claim.Postings[0].Author.Internal));
    }

    private static AttentionKind? AttentionOf(Handled handled) =>
        InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts);
}
