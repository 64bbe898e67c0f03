using System.Globalization;
using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.People;

/// <summary>Validates blacklist entries, and decides which entry holds when an address unsubscribes.</summary>
public static class BlacklistRules
{
    /// <summary>Validates an entry that an administrator or a program writes.</summary>
    public static Edit<BlacklistEntry> Put(BlacklistEntry wanted, BlacklistEntry? before, DateTimeOffset now)
    {
        var entry = wanted with { Since = wanted.Since == default ? now : wanted.Since, Covers = null };
        var losesUnsubscription = entry.Reason != BlacklistReason.Unsubscribed && IsUnsubscribed(before, now);
        var findings = new Findings
        {
            Errors =
            [
                .. PeopleRules.AddressErrors(entry.Address),
                .. PeopleRules.TextErrors("note", entry.Note),
                .. TimeErrors(entry, now),
            ],
            Warnings = losesUnsubscription
                ? [new("reason", "the person had unsubscribed, which this entry takes the place of")]
                : [],
        };
        return new(entry, findings);
    }

    /// <summary>
    /// Whether an entry that the gateway creates replaces the existing one: if there is none, if that has expired, or
    /// if it will expire and the new one is a complaint.
    /// </summary>
    public static bool TakesPlace(BlacklistEntry wanted, BlacklistEntry? before, DateTimeOffset now)
    {
        if (before is null || !before.CountsAt(now))
            return true;
        return wanted.Reason == BlacklistReason.Complaint && before.Expires is not null;
    }

    /// <summary>The entry of an address that unsubscribes. It never expires.</summary>
    public static BlacklistEntry Unsubscribe(string address, BlacklistEntry? before, DateTimeOffset now) =>
        new()
        {
            Address = address,
            Reason = BlacklistReason.Unsubscribed,
            Since = now,
            Covers = Covered(before, now),
        };

    // A repeated request keeps what the first one covered.
    private static BlacklistEntry? Covered(BlacklistEntry? before, DateTimeOffset now)
    {
        if (before?.CountsAt(now) != true)
            return null;
        return before.Reason == BlacklistReason.Unsubscribed ? before.Covers : before;
    }

    /// <summary>The entry that remains when an unsubscription is undone; null = none.</summary>
    public static BlacklistEntry? Undo(BlacklistEntry entry, DateTimeOffset now) =>
        entry.Covers is { } covered && covered.CountsAt(now) ? covered with { Address = entry.Address } : null;

    /// <summary>Whether an entry is an unsubscription that has not expired.</summary>
    public static bool IsUnsubscribed(BlacklistEntry? entry, DateTimeOffset now) =>
        entry is { Reason: BlacklistReason.Unsubscribed } && entry.CountsAt(now);

    /// <summary>The log note about an entry that was written.</summary>
    public static string Added(BlacklistEntry entry)
    {
        var until = entry.Expires is { } expires ? $" until {Day(expires)}" : "";
        return $"Blacklisted ({Name(entry.Reason)}){until}{Note(entry)}";
    }

    /// <summary>The log note about an entry that was removed.</summary>
    public static string Removed(BlacklistEntry entry) =>
        $"Removed from the blacklist, bounce history reset; it was there {Describe(entry)}{Note(entry)}";

    /// <summary>Date and reason of an entry, in words.</summary>
    public static string Describe(BlacklistEntry entry) => $"since {Day(entry.Since)} ({Name(entry.Reason)})";

    private static string Name(BlacklistReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    private static IEnumerable<FieldMessage> TimeErrors(BlacklistEntry entry, DateTimeOffset now)
    {
        if (entry.Since > now)
            yield return new("since", "must not lie in the future");
        if (!entry.CountsAt(now))
            yield return new("expires", "must lie in the future");
    }

    private static string Note(BlacklistEntry entry) => string.IsNullOrWhiteSpace(entry.Note) ? "" : $": {entry.Note}";

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
