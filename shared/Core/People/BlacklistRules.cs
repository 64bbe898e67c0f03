using System.Globalization;
using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.People;

/// <summary>What an entry of the blacklist must be like, and what becomes of it when its address unsubscribes.</summary>
public static class BlacklistRules
{
    /// <summary>An entry as somebody wants it.</summary>
    public static Edit<BlacklistEntry> Put(BlacklistEntry wanted, BlacklistEntry? before, DateTimeOffset now)
    {
        var entry = wanted with { Since = wanted.Since == default ? now : wanted.Since, Covers = null };
        return new(
            entry,
            new Findings
            {
                Errors =
                [
                    .. PeopleRules.AddressErrors(entry.Address),
                    .. PeopleRules.TextErrors("note", entry.Note),
                    .. TimeErrors(entry, now),
                ],
                Warnings =
                    entry.Reason != BlacklistReason.Unsubscribed && IsUnsubscribed(before, now)
                        ? [new("reason", "the person had unsubscribed, which this entry takes the place of")]
                        : [],
            }
        );
    }

    /// <summary>Whether an entry that the gateway makes by itself takes the place of what is there: of nothing, of what has expired, a complaint of what will.</summary>
    public static bool TakesPlace(BlacklistEntry wanted, BlacklistEntry? before, DateTimeOffset now) =>
        before is null
        || !before.CountsAt(now)
        || (wanted.Reason == BlacklistReason.Complaint && before.Expires is not null);

    /// <summary>The entry of somebody who unsubscribes. It never expires.</summary>
    public static BlacklistEntry Unsubscribe(string address, BlacklistEntry? before, DateTimeOffset now) =>
        new()
        {
            Address = address,
            Reason = BlacklistReason.Unsubscribed,
            Since = now,
            Covers = Covered(before, now),
        };

    // Whoever unsubscribes twice, or whose request is repeated, is still covered by what was there before the first time.
    private static BlacklistEntry? Covered(BlacklistEntry? before, DateTimeOffset now)
    {
        if (before?.CountsAt(now) != true)
            return null;
        return before.Reason == BlacklistReason.Unsubscribed ? before.Covers : before;
    }

    /// <summary>What stays on the blacklist when somebody's unsubscribing is undone; null = nothing.</summary>
    public static BlacklistEntry? Undo(BlacklistEntry entry, DateTimeOffset now) =>
        entry.Covers is { } covered && covered.CountsAt(now) ? covered with { Address = entry.Address } : null;

    /// <summary>Whether the person unsubscribed for good.</summary>
    public static bool IsUnsubscribed(BlacklistEntry? entry, DateTimeOffset now) =>
        entry is { Reason: BlacklistReason.Unsubscribed } && entry.CountsAt(now);

    /// <summary>What the log says of an entry that was written.</summary>
    public static string Added(BlacklistEntry entry) =>
        $"Blacklisted ({Name(entry.Reason)}){(entry.Expires is { } expires ? $" until {Day(expires)}" : "")}{Note(entry)}";

    /// <summary>What the log says of an entry that was removed.</summary>
    public static string Removed(BlacklistEntry entry) =>
        $"Removed from the blacklist, bounce history reset; it was there {Describe(entry)}{Note(entry)}";

    /// <summary>Since when and why, in words.</summary>
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
