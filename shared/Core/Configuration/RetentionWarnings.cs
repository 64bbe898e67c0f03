using System.Globalization;

namespace Postern.Core.Configuration;

/// <summary>What follows from a parameter that says how long something is kept.</summary>
internal static class RetentionWarnings
{
    /// <summary>The warnings, as sentences, for a valid value of a parameter; none for other parameters.</summary>
    public static IEnumerable<string> Of(string parameter, string value, GatewayParameters before)
    {
        var days = before.Retention;
        return parameter switch
        {
            ParameterRules.RawDays => OfRaw(Number(value), days),
            ParameterRules.ThreadDays => OfThreads(Number(value), days),
            ParameterRules.PeopleDays => OfPeople(Number(value), days, before.Blacklist),
            ParameterRules.JournalDays => OfJournal(Number(value), days),
            _ => [],
        };
    }

    /// <summary>What follows from resetting a parameter.</summary>
    public static IEnumerable<string> OfReset(string parameter, GatewayParameters before)
    {
        var days = before.Retention;
        return parameter switch
        {
            ParameterRules.RawDays => OfRaw(
                new GatewayParameters(new Dictionary<string, string>()).Retention.Raw,
                days
            ),
            ParameterRules.JournalDays => OfJournal(days, days with { Journal = null }),
            _ => [],
        };
    }

    private static IEnumerable<string> OfRaw(int wanted, RetentionDays days) =>
        wanted < days.Raw ? [Deletes("raw mail", wanted, null), .. OfJournal(days, days with { Raw = wanted })] : [];

    private static IEnumerable<string> OfThreads(int wanted, RetentionDays days)
    {
        if (wanted < (days.Threads ?? int.MaxValue))
            yield return Deletes("threads", wanted, "without a message or an outcome of a delivery");
        if (wanted <= days.Retry)
            yield return $"A delivery is tried for {days.Retry} days (mail.retry.days), so a thread may go as soon as that "
                + "of its last message has ended.";
    }

    private static IEnumerable<string> OfPeople(int wanted, RetentionDays days, BlacklistLimits limits)
    {
        if (wanted < (days.People ?? int.MaxValue))
            yield return Deletes("what is known of addresses", wanted, "without mail from or to them");
        if (wanted < limits.Window.TotalDays)
            yield return $"Bounces count for {limits.Window.TotalDays} days (mail.blacklist.days); those of an address "
                + $"without mail are forgotten after {wanted}.";
    }

    private static IEnumerable<string> OfJournal(int wanted, RetentionDays days)
    {
        foreach (var deletes in OfJournal(days, days with { Journal = wanted }))
            yield return deletes;
        if (wanted < days.Raw)
            yield return $"Raw mail is kept for {days.Raw} days (mail.raw.days), and the journal as long.";
    }

    private static IEnumerable<string> OfJournal(RetentionDays before, RetentionDays after) =>
        after.JournalKept < before.JournalKept ? [Deletes("entries of the journal", after.JournalKept, null)] : [];

    private static string Deletes(string what, int days, string? without) =>
        $"This deletes {what} after {DaysOf(days)}{(without is null ? "" : $" {without}")}, those that are there too, from the "
        + "next run on. It cannot be undone.";

    private static string DaysOf(int days) => days == 1 ? "1 day" : $"{days} days";

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
