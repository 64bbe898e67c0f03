using Postern.Core.Finding;

namespace Postern.Tests.Finding;

public sealed class MergedRangesTests
{
    [Fact]
    public void Reading_in_steps_gives_every_row_of_every_range_once_and_in_order()
    {
        foreach (var seed in Enumerable.Range(0, 500))
        {
            var random = new Random(seed);
            var ranges = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Keys(random)).ToList();
            var read = ReadAll(ranges, random.Next(1, 8));
            var expected = ranges.SelectMany(range => range).Order(StringComparer.Ordinal);
            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void Nothing_is_certain_beyond_what_the_shortest_beginning_shows()
    {
        var merged = MergedRanges.Merge<string>([
            new([Row("b"), Row("d")], IsWhole: false),
            new([Row("a"), Row("e")], IsWhole: false),
            new([], IsWhole: true),
        ]);
        Assert.False(merged.IsWhole);
        Assert.Equal(["a", "b", "d"], merged.Rows.Select(row => row.Key));
    }

    [Fact]
    public void Whole_ranges_make_a_whole_list()
    {
        var merged = MergedRanges.Merge<string>([new([Row("b")], IsWhole: true), new([Row("a")], IsWhole: true)]);
        Assert.True(merged.IsWhole);
        Assert.Equal(["a", "b"], merged.Rows.Select(row => row.Key));
        Assert.True(MergedRanges.Merge<string>([]).IsWhole);
    }

    private static IEnumerable<string> ReadAll(IReadOnlyList<IReadOnlyList<string>> ranges, int each)
    {
        var after = "";
        while (true)
        {
            var merged = MergedRanges.Merge([.. ranges.Select(range => Next(range, after, each))]);
            // Whoever goes on gets further.
            Assert.True(merged.IsWhole || merged.Rows.Count > 0);
            foreach (var row in merged.Rows)
                yield return row.Key;
            if (merged.IsWhole)
                yield break;
            after = merged.Rows[^1].Key;
        }
    }

    private static KeyRange<string> Next(IReadOnlyList<string> range, string after, int each)
    {
        var rest = range.Where(key => string.CompareOrdinal(key, after) > 0).Take(each).Select(Row).ToList();
        return new(rest, rest.Count < each);
    }

    // Different in every range, as row keys with a hash are.
    private static List<string> Keys(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(0, 40))
                .Select(_ => $"{random.Next(0, 12):x}{random.NextInt64():x16}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static KeyedRow<string> Row(string key) => new(key, key);
}
