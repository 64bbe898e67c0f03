using System.Collections.Immutable;

namespace Postern.Core.Declarations;

/// <summary>Copies of lists and dictionaries with one value changed.</summary>
internal static class Keyed
{
    /// <summary>The list with another value in its place, else at its end; null = without it.</summary>
    public static IReadOnlyList<T> With<T>(IReadOnlyList<T> list, Func<T, bool> isIt, T? value)
        where T : class
    {
        if (value is null)
            return [.. list.Where(item => !isIt(item))];
        return list.Any(isIt) ? [.. list.Select(item => isIt(item) ? value : item)] : [.. list, value];
    }

    /// <summary>The dictionary with another value of a key; null = without it.</summary>
    public static IReadOnlyDictionary<string, T> With<T>(IReadOnlyDictionary<string, T> all, string key, T? value)
        where T : class
    {
        // The first copy is the only one of all: many changes share what they leave alone.
        var copy = all as ImmutableDictionary<string, T> ?? all.ToImmutableDictionary();
        return value is null ? copy.Remove(key) : copy.SetItem(key, value);
    }
}
