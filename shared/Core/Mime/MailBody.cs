using System.Net;
using MimeKit;
using Postern.Core.Html;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>The body of a mail: its plain text, its HTML, and everything else as attachments (RFC 2046).</summary>
internal sealed record MailBody(string Text, string? Html, bool HasPlainText, IReadOnlyList<MailAttachment> Attachments)
{
    public static readonly MailBody Empty = new("", null, false, []);

    public static MailBody Read(MimeMessage message, ReadingBudget budget)
    {
        if (message.Body is null)
            return Empty;
        var parts = new MailBodyParts(budget);
        parts.Add(message.Body);
        var segments = parts.Segments.Count > 0 ? parts.Segments : parts.Fallback;
        var hasText = segments.Exists(s => !string.IsNullOrWhiteSpace(s.Text));
        return new MailBody(TextOf(segments, budget), HtmlOf(segments), hasText, parts.Attachments);
    }

    public static string TextOf(List<BodySegment> segments, ReadingBudget budget)
    {
        budget.Take(segments.Sum(segment => (long)(segment.Text?.Length ?? 0)));
        return string.Join("\n", segments.Select(segment => TextOf(segment, budget)));
    }

    private static string TextOf(BodySegment segment, ReadingBudget budget) =>
        string.IsNullOrWhiteSpace(segment.Text) && segment.Html is { } html
            ? HtmlText.FromHtml(html, budget)
            : segment.Text ?? "";

    public static string? HtmlOf(List<BodySegment> segments) =>
        segments switch
        {
            [var only] => only.Html,
            _ when !segments.Exists(s => s.Html is not null) => null,
            _ => string.Join("\n", segments.Select(s => s.Html ?? $"<pre>{WebUtility.HtmlEncode(s.Text)}</pre>")),
        };
}

/// <summary>A section of the displayed body: as text, as HTML, or as both.</summary>
internal sealed record BodySegment(string? Text, string? Html);
