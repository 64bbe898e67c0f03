using System.Text;
using System.Text.Unicode;
using MimeKit;
using Postern.Core.Charsets;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Decodes the texts of one mail. A text that names no charset, or a wrong one, is most likely in one that another part
/// of the mail names. Notes what was guessed.
/// </summary>
/// <param name="named">The charsets that the parts of the mail name.</param>
/// <param name="budget">The budget of the mail's reading.</param>
internal sealed class MailCharsets(IEnumerable<string> named, ReadingBudget budget)
{
    // Further ones say nothing about the others.
    private const int MostNamed = 20;

    private readonly SortedSet<string> guessed = new(StringComparer.Ordinal);
    private Encoding[]? others;

    /// <summary>Of a text without a mail around it.</summary>
    public static MailCharsets None => new([], ReadingBudget.Unlimited);

    /// <summary>A sentence for each charset in which texts were read that do not name it.</summary>
    public IEnumerable<string> Notes =>
        guessed.Select(name => $"Text that names no charset, or a wrong one, was read as {name}.");

    public static MailCharsets Of(MimeMessage message, ReadingBudget budget) =>
        new(message.BodyParts.Select(part => part.ContentType.Charset ?? ""), budget);

    /// <summary>Decodes a text that names that charset, or none.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (!Utf8.IsValid(bytes))
            budget.Take(CharsetDetector.WorkOf(bytes.Length));
        var decoded = TextDecoding.Read(bytes, charset, others ??= ReadOthers());
        if (decoded.Guessed is { } name)
            guessed.Add(name);
        return decoded.Text;
    }

    // UTF-8 and ASCII are tried anyway, and any octets can be read as Latin.
    private Encoding[] ReadOthers() =>
        [
            .. named
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MostNamed)
                .Select(CharsetNames.Find)
                .OfType<Encoding>()
                .Where(charset => charset.CodePage is not (20127 or 1252 or 65001 or 65000)),
        ];
}
