using System.Globalization;

namespace Postern.Core.Replies;

/// <summary>The whole numbers of a line, by which dates and times are known in every language.</summary>
internal sealed class QuoteFigures
{
    private readonly List<(int Value, int Start, int End)> figures = [];
    private readonly string text;

    private QuoteFigures(string text) => this.text = text;

    /// <summary>Reads the figures of a text whose digits are those of ASCII.</summary>
    public static QuoteFigures Of(string text)
    {
        var result = new QuoteFigures(text);
        for (var at = 0; at < text.Length; at++)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - at is > 0 and <= 4)
                result.figures.Add((int.Parse(text.AsSpan(at, end - at), CultureInfo.InvariantCulture), at, end));
            at = Math.Max(at, end);
        }
        return result;
    }

    public bool Has(int value) => figures.Exists(figure => figure.Value == value);

    /// <summary>Whether three figures stand beside each other, in any order.</summary>
    public bool HasTogether(int one, int two, int three)
    {
        int[] wanted = [one, two, three];
        Array.Sort(wanted);
        for (var i = 0; i + 2 < figures.Count; i++)
        {
            int[] there = [figures[i].Value, figures[i + 1].Value, figures[i + 2].Value];
            Array.Sort(there);
            if (there.AsSpan().SequenceEqual(wanted))
                return true;
        }
        return false;
    }

    /// <summary>Whether a time of day has these minutes. The zones of some countries differ by quarters of an hour.</summary>
    public bool HasTime(int minute)
    {
        for (var i = 0; i + 1 < figures.Count; i++)
        {
            var (hour, minutes) = (figures[i], figures[i + 1]);
            var isTime = hour.Value <= 24 && minutes.End - minutes.Start == 2 && minutes.Value < 60;
            if (isTime && IsBetween(hour.End, minutes.Start) && (minutes.Value - minute) % 15 == 0)
                return true;
        }
        return false;
    }

    // 10:00, 10.00, 10h00, 10 h 00, 10時00分
    private bool IsBetween(int from, int to)
    {
        var between = text.AsSpan(from, to - from).Trim();
        return between.Length is >= 1 and <= 3 && !between.ContainsAny("/-, ");
    }
}
