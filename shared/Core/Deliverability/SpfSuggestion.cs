namespace Postern.Core.Deliverability;

/// <summary>The SPF record that a domain should have (P12).</summary>
internal static class SpfSuggestion
{
    /// <summary>The record that is there with what it lacks, in front of what ends it; a new one where there is none that can be used.</summary>
    public static string With(IReadOnlyList<string> records, IReadOnlyList<string> missing)
    {
        var usable = records.Where(record => SpfRecord.Parse(record).Error is null).ToList();
        if (usable.Count == 0)
            return string.Join(' ', ["v=spf1", .. missing, "~all"]);
        var words = usable
            .SelectMany(record => record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return string.Join(
            ' ',
            ["v=spf1", .. words.Where(word => !Ends(word)), .. missing, .. End([.. words.Where(Ends)])]
        );
    }

    // Of several endings the mildest: merging two records must not refuse what one of them let pass.
    private static IEnumerable<string> End(IReadOnlyList<string> ends) =>
        ends.OrderBy(word =>
                word[0] switch
                {
                    '-' => 2,
                    '~' => 1,
                    _ => 0,
                }
            )
            .Take(1);

    private static bool Ends(string word) =>
        SpfMechanism.Parse(word) is { Name: "all" } || word.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase);
}
