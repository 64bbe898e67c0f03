using System.Globalization;

namespace Postern.Core.Finding;

/// <summary>
/// The place at which the list of threads goes on: in a block of one day, or after it.
/// </summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="After">Thread that the block begins after; empty at the beginning of the day.</param>
/// <param name="Until">Last thread of the block; empty when the block is still to be found.</param>
/// <param name="Shown">What the last thread that was shown of the block is sorted by; empty when none was.</param>
public sealed record ThreadPlace(DateOnly Day, string After = "", string Until = "", string Shown = "")
{
    // No key of a table holds it.
    private const char Separator = '\n';
    private const string Format = "yyyy-MM-dd";

    /// <summary>Parses the result of <see cref="ToString"/>; null when it is not well-formed.</summary>
    public static ThreadPlace? Read(string text) =>
        text.Split(Separator) is [var day, var after, var until, var shown]
        && DateOnly.TryParseExact(day, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new ThreadPlace(date, after, until, shown)
            : null;

    public override string ToString() =>
        string.Join(Separator, Day.ToString(Format, CultureInfo.InvariantCulture), After, Until, Shown);
}
