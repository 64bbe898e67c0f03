using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>What reading the body of one mail has in common.</summary>
/// <param name="budget">The budget of the mail.</param>
/// <param name="charsets">The charsets of the mail.</param>
internal sealed class BodyReading(ReadingBudget budget, MailCharsets charsets)
{
    // A part inside a signed one, or divided anew, may be such a part again, to any depth.
    private const int MostOpened = 5;

    private int opened;

    public ReadingBudget Budget => budget;

    public MailCharsets Charsets => charsets;

    /// <summary>What a reader should know about the body beside its text, as sentences.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Whether one more part may be opened that is parsed anew.</summary>
    public bool MayOpen() => opened++ < MostOpened;
}
