using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>
/// Reading a mail takes work in proportion to its size, whatever a stranger writes into it. Each family of mails is
/// read at one, two and four times a size; a doubling may take up to 2.6 times as much.
/// </summary>
public sealed class ReadingGrowthTests(ITestOutputHelper output)
{
    private const double MostGrowth = 2.6;
    private const int Runs = 5;

    // Below these, a run costs as much by chance as by what it reads.
    private const double LeastMegabytes = 1;
    private const double LeastMilliseconds = 20;

    // What seems to grow too fast is measured again later: a busy machine makes a run dearer, never cheaper.
    private const int MostRounds = 6;

    private static readonly int[] Sizes = [1, 2, 4];

    [Fact]
    [Trait("Speed", "Long")]
    public void HTML_takes_time_in_proportion_to_its_size() => Hold(HostileHtml.Families);

    [Fact]
    [Trait("Speed", "Long")]
    public void Text_takes_time_in_proportion_to_its_size() => Hold(HostileText.Families);

    [Fact]
    public void Header_fields_take_time_in_proportion_to_their_size() => Hold(HostileHeaders.Families);

    [Fact]
    public void Parts_and_reports_take_time_in_proportion_to_their_size() => Hold(HostileParts.Families);

    private void Hold(IReadOnlyList<HostileFamily> families)
    {
        var costs = families.ToDictionary(family => family, Measure);
        for (var round = 1; round < MostRounds; round++)
        {
            foreach (var family in families.Where(family => !IsLinear(costs[family])))
                costs[family] = [.. costs[family].Zip(Measure(family), Cost.Least)];
        }
        foreach (var family in families)
            output.WriteLine(Row(family, costs[family]));
        Assert.Empty(families.Where(family => !IsLinear(costs[family])).Select(family => Row(family, costs[family])));
    }

    private static Cost[] Measure(HostileFamily family)
    {
        var mails = Sizes.Select(size => family.Mail(family.Count * size)).ToArray();
        HostileReading.Read(mails[0]);
        return Array.ConvertAll(mails, mail => Cost.Of(() => HostileReading.Read(mail), Runs));
    }

    private static bool IsLinear(Cost[] costs) =>
        Enumerable
            .Range(1, Sizes.Length - 1)
            .All(i =>
                costs[i].Megabytes <= MostGrowth * Math.Max(costs[i - 1].Megabytes, LeastMegabytes)
                && costs[i].Milliseconds <= MostGrowth * Math.Max(costs[i - 1].Milliseconds, LeastMilliseconds)
            );

    private static string Row(HostileFamily family, Cost[] costs)
    {
        var row = new StringBuilder("| ").Append(family).Append(" | ");
        row.Append(CultureInfo.InvariantCulture, $"{family.Mail(family.Count * Sizes[^1]).Length / 1000} | ");
        row.AppendJoin(" | ", costs.Select(cost => FormattableString.Invariant($"{cost.Megabytes:f1}"))).Append(" | ");
        row.AppendJoin(" | ", costs.Select(cost => FormattableString.Invariant($"{cost.Milliseconds:f1}")));
        return row.Append(" |").ToString();
    }
}
