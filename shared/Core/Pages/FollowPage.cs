using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Core.Pages;

/// <summary>
/// The page behind the "stop following" link of a notification: the current state, and a button to change it. Opening
/// the page changes nothing, since mail scanners open links too.
/// </summary>
public static class FollowPage
{
    /// <param name="address">The recipient's address.</param>
    /// <param name="subject">Title of the thread.</param>
    /// <param name="follower">The address as a follower; null when it does not follow.</param>
    /// <param name="words">The texts in the reader's language.</param>
    public static string For(string address, string subject, Follower? follower, Words words)
    {
        return follower switch
        {
            null => Page(TextNames.PageNotFollowing, TextNames.PageNoMail, ""),
            { Notify: NotificationChannel.Email } => Page(
                TextNames.PageStop,
                TextNames.PageStopText,
                PublicPage.Button(UnsubscribePage.OneClick, words.Fill(TextNames.Stop))
            ),
            _ => Page(
                TextNames.PageStopped,
                TextNames.PageNoMail,
                PublicPage.Button(UnsubscribePage.Undo, words.Fill(TextNames.PageFollowAgain), "quiet")
            ),
        };

        string Page(string title, string text, string form)
        {
            var who = $"<strong>{WebUtility.HtmlEncode(address)}</strong>";
            var html = words.Fill(text, ("address", who), ("record", WebUtility.HtmlEncode(subject)));
            return PublicPage.Of(words, words.Fill(title), html, form);
        }
    }
}
