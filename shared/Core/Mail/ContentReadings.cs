namespace Postern.Core.Mail;

/// <summary>
/// Hashes of one text as it may have been before lists and gateways added to it: compared with those of another text,
/// they tell whether both were written as one.
/// </summary>
/// <param name="Sure">The text as it came, then without what shows that a machine added it.</param>
/// <param name="Possible">
/// Without what may have been added: it counts only against a text that is surely whole.
/// </param>
public sealed record ContentReadings(IReadOnlyList<string> Sure, IReadOnlyList<string> Possible)
{
    /// <summary>Of the text as it came.</summary>
    internal string Whole => Sure[0];

    internal bool Match(ContentReadings other) =>
        Sure.Any(reading => other.Sure.Contains(reading) || other.Possible.Contains(reading))
        || Possible.Any(other.Sure.Contains);
}
