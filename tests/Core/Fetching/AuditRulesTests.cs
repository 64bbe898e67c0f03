using Postern.Core.Fetching;
using Postern.Core.Journal;

namespace Postern.Tests.Fetching;

public sealed class AuditRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly MailDetails Mail = new("5", 100, Now.AddDays(-1), Seen: true);
    private static readonly FolderPosition Position = new()
    {
        Folder = "INBOX",
        UidValidity = 1,
        LowWater = 10,
    };
    private static readonly AuditLimits Limits = new(
        UnseenOnly: false,
        RawSince: Now.AddDays(-90),
        StalledSince: Now.AddMinutes(-15),
        Largest: 1000
    );
    private static readonly FoundMail Nothing = new(null, null);

    [Fact]
    public void A_mail_is_missing_only_where_it_should_have_come_in()
    {
        Assert.Equal(AuditFinding.Missing, Judge(Mail, Position, Nothing));
        Assert.Equal(AuditFinding.Missing, Judge(Mail, Position, new FoundMail(new MailId("stored"), null)));
        Assert.Equal(AuditFinding.Waiting, Judge(Mail with { Id = "11" }, Position, Nothing));
        Assert.Equal(AuditFinding.Passed, Judge(Mail, Position with { Since = Now }, Nothing));
        Assert.Equal(AuditFinding.Missing, Judge(Mail, Position with { Since = Now.AddDays(-2) }, Nothing));
        var unseen = Limits with { UnseenOnly = true };
        Assert.Equal(AuditFinding.Passed, AuditRules.Judge(Mail, Position, Nothing, unseen).Finding);
        Assert.Equal(AuditFinding.Expired, Judge(Mail with { Arrived = Now.AddDays(-91) }, Position, Nothing));
    }

    [Theory]
    [InlineData(JournalState.Routed, 20, AuditFinding.Accounted)]
    [InlineData(JournalState.Refused, 20, AuditFinding.Accounted)]
    [InlineData(JournalState.Pending, 5, AuditFinding.Accounted)]
    [InlineData(JournalState.Pending, 20, AuditFinding.Unprocessed)]
    [InlineData(JournalState.Failed, 5, AuditFinding.Unprocessed)]
    public void What_the_journal_knows_is_accounted_for_once_it_was_decided(
        JournalState state,
        int minutes,
        AuditFinding finding
    )
    {
        var entry = Entry(state) with { Received = Now.AddMinutes(-minutes) };
        Assert.Equal(finding, Judge(Mail, Position, new FoundMail(new MailId("id"), entry)));
    }

    [Fact]
    public void What_could_not_be_fetched_is_named_with_the_reason()
    {
        var failed = Position.After("5", new FetchException("NO such luck", 3, "journal"));

        var verdict = AuditRules.Judge(Mail, failed, Nothing, Limits);

        Assert.Equal(
            (AuditFinding.Unprocessed, "It could not be fetched: NO such luck"),
            (verdict.Finding, verdict.Reason)
        );
    }

    [Fact]
    public void What_was_taken_in_after_all_is_accounted_for_also_where_the_position_does_not_say_so()
    {
        var failed = Position.After("5", new FetchException("NO such luck", 3, "journal"));
        var found = new FoundMail(new MailId("id"), Entry(JournalState.Routed));
        Assert.Equal(AuditFinding.Accounted, Judge(Mail, failed, found));
    }

    private static JournalEntry Entry(JournalState state) =>
        new()
        {
            Id = "id",
            Received = Now,
            Source = "mailbox:desk/INBOX",
            Raw = "raw",
            State = state,
        };

    private static AuditFinding Judge(MailDetails mail, FolderPosition position, FoundMail found) =>
        AuditRules.Judge(mail, position, found, Limits).Finding;
}
