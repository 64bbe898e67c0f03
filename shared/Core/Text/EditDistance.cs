namespace Postern.Core.Text;

/// <summary>Finds the known name that a misspelt one means, for messages of errors.</summary>
public static class EditDistance
{
    // A name from outside may be long, and the work grows with both lengths.
    private const int Longest = 100;

    /// <summary>The name with the smallest edit distance.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names, at least one.</param>
    public static string Nearest(string name, IEnumerable<string> known)
    {
        var start = name[..Math.Min(name.Length, Longest)];
        return known.MinBy(one => Between(one, start))!;
    }

    /// <summary>The name with the smallest edit distance, if that is at most a third of its length; else null.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names, at least one.</param>
    public static string? Close(string name, IEnumerable<string> known)
    {
        var nearest = Nearest(name, known);
        return name.Length <= Longest && 3 * Between(nearest, name) <= nearest.Length ? nearest : null;
    }

    // Levenshtein distance.
    private static int Between(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }
        return row[^1];
    }
}
