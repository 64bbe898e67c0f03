using Postern.Core.Configuration;

namespace Postern.Tests.Retention;

/// <summary>How long things are kept follows from several parameters.</summary>
public sealed class RetentionDaysTests
{
    private static readonly RetentionDays Unset = new(Raw: 90, Retry: 3);

    [Fact]
    public void Unset_everything_is_kept_and_the_journal_for_a_year()
    {
        Assert.True(Unset.IsNone);
        Assert.Equal((365, 365, (int?)null), (Unset.JournalKept, Unset.JournalWaiting, Unset.Plans));
    }

    [Theory]
    [InlineData(30, 90, 365)]
    [InlineData(180, 180, 365)]
    [InlineData(730, 730, 730)]
    public void The_journal_is_there_as_long_as_raw_mail_and_what_waits_in_it_for_a_year(int set, int kept, int waiting)
    {
        var days = Unset with { Journal = set };
        Assert.Equal((kept, waiting), (days.JournalKept, days.JournalWaiting));
        // A longer journal needs no run: the rule for all gateways keeps it.
        Assert.Equal(set > 365, days.IsNone);
    }

    [Fact]
    public void A_journal_is_as_long_as_raw_mail_that_is_kept_for_years() =>
        Assert.Equal(1000, new RetentionDays(Raw: 1000, Retry: 3) { Journal = 30 }.JournalKept);

    [Theory]
    [InlineData(null, 400, 400)]
    [InlineData(200, 400, 200)]
    [InlineData(10, null, 90)]
    public void Plans_are_kept_as_the_shorter_of_threads_and_people_and_while_raw_mail_is_there(
        int? threads,
        int? people,
        int plans
    ) => Assert.Equal(plans, (Unset with { Threads = threads, People = people }).Plans);

    [Fact]
    public void Plans_are_kept_for_longer_than_a_delivery_is_tried() =>
        Assert.Equal(31, new RetentionDays(Raw: 1, Retry: 30) { Threads = 1 }.Plans);
}
