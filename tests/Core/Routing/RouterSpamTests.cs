using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Routing;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Mail in which a trusted server found spam or a virus.</summary>
public sealed class RouterSpamTests
{
    private const string Verdict =
        "X-Spam-Flag: YES\nReceived: from mail.spam.example by mx.mycompany.example; Sat, 28 Nov 2026 10:00:00 +0000";

    private const string Virus =
        "X-Virus-Status: Infected (Eicar)\n"
        + "Received: from mail.spam.example by mx.mycompany.example; Sat, 28 Nov 2026 10:00:00 +0000";

    [Fact]
    public void Spam_is_routed_and_shown_where_nothing_else_is_set()
    {
        var handled = Trusting().Receive($"{Verdict}\n{Eml(Carl, ToSupport)}");

        var posting = Assert.Single(handled.Claim.Postings);
        Assert.Equal("X-Spam-Flag: YES", posting.Spam);
        Assert.Equal("X-Spam-Flag: YES", EntryOf(handled).Spam);
        Assert.Null(InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts));
    }

    [Fact]
    public void An_alias_that_accepts_spam_shows_nothing_on_the_message()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { Spam = SpamMail.Accept };

        var handled = desk.Receive($"{Verdict}\n{Eml(Carl, ToSupport)}");

        Assert.Null(Assert.Single(handled.Claim.Postings).Spam);
    }

    [Fact]
    public void An_alias_that_quarantines_spam_keeps_it_from_its_records_and_their_threads()
    {
        var desk = Trusting();
        var made = Assert.Single(desk.Receive(Eml(Carl, ToSupport)).Claim.Postings);
        desk.Aliases[0] = desk.Aliases[0] with { Spam = SpamMail.Quarantine };
        var reply = $"To: catchall@mycompany.example\nIn-Reply-To: <{made.MessageId}>\nMessage-Id: <r@x.example>";

        var fresh = desk.Receive($"{Verdict}\n{Eml(Carl, $"{ToSupport}\nMessage-Id: <n@x.example>")}");
        var answer = desk.Receive($"{Verdict}\n{Eml(Carl, reply)}");

        foreach (var handled in new[] { fresh, answer })
        {
            Assert.Equal(JournalState.Quarantined, handled.Decision.State);
            Assert.Equal(
                AttentionKind.Quarantined,
                InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts)
            );
            Assert.Equal(
                JournalState.Routed,
                Router.Decide(handled.Mail, handled.Facts with { Released = true, Replayed = true }).State
            );
        }
    }

    [Fact]
    public void Infected_mail_is_in_quarantine_whatever_the_alias_says_until_a_person_releases_it()
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { Spam = SpamMail.Accept };

        var handled = desk.Receive($"{Virus}\n{Eml(Carl, ToSupport)}");

        Assert.Equal(JournalState.Quarantined, handled.Decision.State);
        Assert.Equal("X-Virus-Status: Infected (Eicar)", EntryOf(handled).Infected);
        Assert.Equal(
            JournalState.Routed,
            Router.Decide(handled.Mail, handled.Facts with { Released = true, Replayed = true }).State
        );
    }

    [Theory]
    [InlineData(SpamMail.Accept, ToSupport)]
    [InlineData(SpamMail.Flag, ToSupport)]
    [InlineData(SpamMail.Quarantine, ToSupport)]
    [InlineData(SpamMail.Flag, ToCatchall)]
    public void Spam_is_never_answered_by_a_notice(SpamMail setting, string to)
    {
        var eml = Eml("Eve <eve@spam.example>", to);

        Assert.NotEmpty(Refusing(setting).Receive(eml).Told);
        Assert.Empty(Refusing(setting).Receive($"{Verdict}\n{eml}").Told);
    }

    private static RoutingWorld Refusing(SpamMail setting)
    {
        var desk = Trusting();
        desk.Aliases[0] = desk.Aliases[0] with { Spam = setting, ContactPolicy = ContactPolicy.Partners };
        return desk;
    }

    private static RoutingWorld Trusting()
    {
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";
        return desk;
    }

    private static JournalEntry EntryOf(Handled handled)
    {
        var raw = new StoredMail("mail.eml", SpooledContent.Of(default), DateTimeOffset.UnixEpoch, MailOrigin.Queue);
        return InboundJournal.Entry(handled.Mail, raw, handled.Claim, handled.Facts, DateTimeOffset.UnixEpoch);
    }
}
