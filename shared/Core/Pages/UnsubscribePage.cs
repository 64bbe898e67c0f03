using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Wording;

namespace Postern.Core.Pages;

/// <summary>
/// The page behind an unsubscribe link: the current state, and a button to change it. Opening the page changes nothing,
/// since mail scanners open links too.
/// </summary>
public static class UnsubscribePage
{
    /// <summary>Form field of the button, and of mail programs that unsubscribe in one step (RFC 8058 §3.1).</summary>
    public const string Field = "List-Unsubscribe";

    /// <summary>Value of <see cref="Field"/> that unsubscribes.</summary>
    public const string OneClick = "One-Click";

    /// <summary>Value of <see cref="Field"/> that undoes it.</summary>
    public const string Undo = "Undo";

    /// <summary>The page for an address.</summary>
    /// <param name="address">The recipient's address.</param>
    /// <param name="sender">The sender of the mailings, if known.</param>
    /// <param name="entry">The blacklist entry of the address, unless expired.</param>
    /// <param name="words">The texts in the reader's language.</param>
    public static string For(string address, string? sender, BlacklistEntry? entry, Words words)
    {
        var unsubscribe = PublicPage.Button(OneClick, words.Fill(TextNames.Unsubscribe));
        return entry switch
        {
            null => Page(TextNames.PageUnsubscribe, TextNames.PageUnsubscribeText, unsubscribe),
            { Reason: BlacklistReason.Unsubscribed } => Page(
                TextNames.PageUnsubscribed,
                TextNames.PageUnsubscribedText,
                PublicPage.Button(Undo, words.Fill(TextNames.PageResubscribe), "quiet")
            ),
            _ => Page(TextNames.PageMailingsStopped, TextNames.PageMailingsStoppedText, unsubscribe),
        };

        string Page(string title, string text, string form)
        {
            var who = $"<strong>{WebUtility.HtmlEncode(address)}</strong>";
            var from = WebUtility.HtmlEncode(sender ?? "");
            var html = words.Fill(text, ("address", who), ("sender", from));
            return PublicPage.Of(words, words.Fill(title), html, form);
        }
    }

    /// <summary>The page for a link that is not ours, is damaged or has expired.</summary>
    public static string ForBadLink(Words words) =>
        PublicPage.Of(words, words.Fill(TextNames.PageBadLink), words.Fill(TextNames.PageBadLinkText), "");
}
