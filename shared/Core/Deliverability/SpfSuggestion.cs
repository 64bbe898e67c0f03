namespace Postern.Core.Deliverability;

/// <summary>The SPF record that a domain should publish (P12).</summary>
internal static class SpfSuggestion
{
    /// <summary>
    /// The published records merged into one, with the missing mechanisms before the one that matches all; a new record
    /// where no published one is valid.
    /// </summary>
    public static string With(IReadOnlyList<string> records, IReadOnlyList<string> missing)
    {
        var valid = records.Where(record => SpfRecord.Parse(record).Error is null).ToList();
        if (valid.Count == 0)
            return string.Join(' ', ["v=spf1", .. missing, "~all"]);
        var words = valid
            .SelectMany(record => record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToLookup(IsEnding);
        // The mildest ending: the merged record must not reject what one of the records allowed.
        var ending = words[true].OrderBy(Severity).Take(1);
        return string.Join(' ', ["v=spf1", .. words[false], .. missing, .. ending]);
    }

    private static int Severity(string ending) =>
        ending[0] switch
        {
            '-' => 2,
            '~' => 1,
            _ => 0,
        };

    private static bool IsEnding(string word) =>
        SpfMechanism.Parse(word) is { Name: "all" } || word.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase);
}
