namespace Postern.Tests.Architecture;

/// <summary>Which namespaces of an assembly use which.</summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    public NamespaceGraph(IEnumerable<(string User, string Used)> uses)
    {
        foreach (var (user, used) in uses)
        {
            if (!_uses.TryGetValue(user, out var set))
                _uses[user] = set = new SortedSet<string>(StringComparer.Ordinal);
            if (user != used)
                set.Add(used);
        }
    }

    public IReadOnlyCollection<string> Namespaces => _uses.Keys;

    /// <summary>
    /// Pairs that use each other, directly or by way of others; none where all depend in one direction.
    /// </summary>
    public IEnumerable<string> Circles() =>
        from first in Namespaces
        from second in Reachable(first)
        where string.CompareOrdinal(first, second) < 0 && Reachable(second).Contains(first)
        select $"{first} and {second}";

    /// <summary>The uses that follow from no others: with them alone every namespace reaches what it reached.</summary>
    public IEnumerable<(string User, string Used)> Essential() =>
        from user in Namespaces
        from used in _uses[user]
        where !_uses[user].Any(other => other != used && Reachable(other).Contains(used))
        select (user, used);

    /// <summary>How many floors stand below a namespace: one more than below the highest that it uses.</summary>
    public int Floor(string name) => _uses[name].Select(used => Floor(used) + 1).DefaultIfEmpty(0).Max();

    private HashSet<string> Reachable(string start)
    {
        var seen = new HashSet<string>();
        var waiting = new Stack<string>(_uses[start]);
        while (waiting.TryPop(out var next))
            if (seen.Add(next))
                foreach (var used in _uses[next])
                    waiting.Push(used);
        return seen;
    }
}
