using System.Net;
using MimeKit;
using Postern.Core.Html;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>The body of a mail: its plain text, its HTML, and everything else as attachments (RFC 2046).</summary>
/// <param name="Text">The plain text.</param>
/// <param name="Words">The plain text without what was added to the words of HTML (<see cref="HtmlText"/>).</param>
/// <param name="Html">The HTML; null without any.</param>
/// <param name="HasPlainText">Whether the text is the sender's own.</param>
/// <param name="Attachments">The files.</param>
/// <param name="Notes">What a reader should know beside the text, as sentences.</param>
internal sealed record MailBody(
    string Text,
    string Words,
    string? Html,
    bool HasPlainText,
    IReadOnlyList<MailAttachment> Attachments,
    IReadOnlyList<string> Notes
)
{
    public static readonly MailBody Empty = new("", "", null, false, [], []);

    public static MailBody Read(MimeMessage message, ReadingBudget budget, MailCharsets charsets)
    {
        if (message.Body is null)
            return Empty;
        var reading = new BodyReading(budget, charsets);
        var parts = new MailBodyParts(reading);
        parts.Add(message.Body);
        var segments = parts.Shown();
        var hasText = segments.Exists(s => !string.IsNullOrWhiteSpace(s.Text));
        var text = TextOf(segments, budget);
        return new MailBody(text.Shown, text.Words, HtmlOf(segments), hasText, parts.Attachments, reading.Notes);
    }

    public static HtmlText TextOf(List<BodySegment> segments, ReadingBudget budget)
    {
        budget.Take(segments.Sum(segment => (long)(segment.Text?.Length ?? 0)));
        var texts = segments.ConvertAll(segment => TextOf(segment, budget));
        return texts is [var only]
            ? only
            : new HtmlText(Join(texts, each => each.Shown), Join(texts, each => each.Words));
    }

    private static string Join(List<HtmlText> texts, Func<HtmlText, string> text) =>
        string.Join("\n", texts.Select(text));

    private static HtmlText TextOf(BodySegment segment, ReadingBudget budget)
    {
        if (string.IsNullOrWhiteSpace(segment.Text) && segment.Html is { } html)
            return HtmlText.Read(html, budget);
        return new HtmlText(segment.Text ?? "", segment.Text ?? "");
    }

    public static string? HtmlOf(List<BodySegment> segments) =>
        segments switch
        {
            [var only] => only.Html,
            _ when !segments.Exists(s => s.Html is not null) => null,
            _ => string.Join("\n", segments.Select(s => s.Html ?? $"<pre>{WebUtility.HtmlEncode(s.Text)}</pre>")),
        };
}

/// <summary>A section of the displayed body: as text, as HTML, or as both.</summary>
internal sealed record BodySegment(string? Text, string? Html)
{
    /// <summary>Whether it shows anything.</summary>
    public bool HasContent(ReadingBudget budget) =>
        !string.IsNullOrWhiteSpace(Text) || (Html is not null && !HtmlText.IsBlank(Html, budget));
}
