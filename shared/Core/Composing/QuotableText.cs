using Postern.Core.Html;

namespace Postern.Core.Composing;

/// <summary>What a reply to a notification may quote: its text and its HTML, as they were composed.</summary>
internal static class QuotableText
{
    /// <summary>The text, and what a program shows of the HTML.</summary>
    public static IEnumerable<string> Of(MailDraft draft) =>
        [NotificationText.Plain(draft), HtmlText.FromHtml(NotificationText.Html(draft))];

    /// <summary>The message of the notification alone.</summary>
    public static IEnumerable<string> OfMessage(MailDraft draft)
    {
        if (draft.Text is { } text)
            yield return text;
        if (draft.Html is { } html)
            yield return HtmlText.FromHtml(html);
    }
}
