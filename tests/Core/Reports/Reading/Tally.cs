namespace Postern.Tests.Reports.Reading;

/// <summary>How many of how many.</summary>
internal readonly record struct Tally(int Right, int All)
{
    public double Share => All == 0 ? 1 : (double)Right / All;

    public static Tally Of<T>(IEnumerable<T> all, Func<T, bool> right, Action<T> wrong)
    {
        var (count, good) = (0, 0);
        foreach (var one in all)
        {
            count++;
            if (right(one))
                good++;
            else
                wrong(one);
        }
        return new(good, count);
    }

    public static Tally operator +(Tally left, Tally right) => new(left.Right + right.Right, left.All + right.All);

    public override string ToString() => $"{Right}/{All}";
}
