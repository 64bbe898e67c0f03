using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>
/// How the DKIM keys of an alias domain follow one another: one is active, the next waits until its record is
/// published, and former ones stay until they are deleted.
/// </summary>
public static class DkimRules
{
    private const string Field = "selector";
    private const int Most = 10;
    private const int LongestLabel = 63;

    private const string SelectorRule =
        "must be 1 to 63 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen";

    private static readonly Findings TooMany = Conflict(
        "has no room: there are ten keys; delete those whose records are no longer published"
    );

    /// <summary>Adds a key, which becomes the next one.</summary>
    public static Edit<DkimSigningKeys> Add(DkimSigningKeys? before, DkimSigningKey key)
    {
        var keys = before ?? new DkimSigningKeys();
        return new(keys with { Keys = [.. keys.Keys, key] }, AddSearchings(keys, key.Selector));
    }

    /// <summary>A selector that no key has: the date, and a number where that is taken.</summary>
    public static string NewSelector(DkimSigningKeys? before, DateTimeOffset now)
    {
        var day = now.UtcDateTime.ToString("'p'yyyyMMdd", CultureInfo.InvariantCulture);
        var names = Enumerable.Range(2, Most).Select(number => FormattableString.Invariant($"{day}-{number}"));
        return names.Prepend(day).First(name => before?.Find(name) is null);
    }

    /// <summary>Makes a key the active one. The key that was active becomes a former one.</summary>
    /// <param name="before">The keys as they are stored.</param>
    /// <param name="selector">The key's selector.</param>
    /// <param name="name">Name of the alias domain now.</param>
    /// <param name="now">The current time.</param>
    public static Edit<DkimSigningKeys> Activate(
        DkimSigningKeys before,
        string selector,
        string name,
        DateTimeOffset now
    )
    {
        if (before.Find(selector) is not { } key)
            return new(before, Conflict("is no longer there"));
        if (key.Domain != name)
            return new(before, Conflict($"is a key of {key.Domain}, and the alias domain is now {name}; make another"));
        return key.State == DkimSelectorState.Active
            ? new(before, Findings.None)
            : new(before with { Keys = [.. before.Keys.Select(Changed)] }, Findings.None);

        DkimSigningKey Changed(DkimSigningKey other) =>
            other.Selector == selector
                ? other with
                {
                    State = DkimSelectorState.Active,
                    Activated = now,
                    Retired = null,
                }
            : other.State == DkimSelectorState.Active ? other with { State = DkimSelectorState.Former, Retired = now }
            : other;
    }

    /// <summary>Removes a key, unless mail is signed with it.</summary>
    public static Edit<DkimSigningKeys> Remove(DkimSigningKeys before, string selector)
    {
        var left = before with { Keys = [.. before.Keys.Where(key => key.Selector != selector)] };
        return before.Find(selector) is { State: DkimSelectorState.Active }
            ? new(before, Conflict("is the active key, which mail is signed with; activate another one first"))
            : new(left, Findings.None);
    }

    private static Findings AddSearchings(DkimSigningKeys keys, string selector)
    {
        if (!IsLabel(selector))
            return new Findings { Errors = [new(Field, SelectorRule)] };
        if (keys.Find(selector) is not null)
            return Conflict($"'{selector}' has a key; a selector never gets another one");
        if (keys.Keys.FirstOrDefault(key => key.State == DkimSelectorState.Next) is { } next)
            return Conflict($"'{next.Selector}' is the next key already; activate or delete it first");
        return keys.Keys.Count >= Most ? TooMany : Findings.None;
    }

    private static bool IsLabel(string text) =>
        text.Length is > 0 and <= LongestLabel
        && text[0] != '-'
        && text[^1] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static Findings Conflict(string text) => new() { Conflicts = [new(Field, text)] };
}
