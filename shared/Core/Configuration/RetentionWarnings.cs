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
            ParameterRules.ThreadDays => OfThreads(Number(value), days),
            ParameterRules.PeopleDays => OfPeople(Number(value), days, before.Blacklist),
            ParameterRules.JournalDays => OfJournal(Number(value), days),
            _ => [],
        };
    }

    /// <summary>What follows from resetting the parameter of the journal; null when nothing does.</summary>
    public static string? OfReset(string parameter, GatewayParameters before) =>
        parameter == ParameterRules.JournalDays && before.Retention is { Journal: > RetentionDays.Year } days
            ? Deletes("entries of the journal", days with { Journal = null })
            : null;

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
        var after = days with { Journal = wanted };
        if (after.JournalKept < days.JournalKept)
            yield return Deletes("entries of the journal", after);
        if (wanted < days.Raw)
            yield return $"Raw mail is kept for {days.Raw} days (mail.raw.days), and the journal as long.";
    }

    private static string Deletes(string what, RetentionDays after) => Deletes(what, after.JournalKept, null);

    private static string Deletes(string what, int days, string? without) =>
        $"This deletes {what} after {DaysOf(days)}{(without is null ? "" : $" {without}")}, those that are there too, from the "
        + "next run on. It cannot be undone.";

    private static string DaysOf(int days) => days == 1 ? "1 day" : $"{days} days";

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
