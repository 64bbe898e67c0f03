using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Threads;

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
    public static string For(string address, string subject, Follower? follower)
    {
        var who = $"<strong>{Encode(address)}</strong>";
        var thread = $"\u201c{Encode(subject)}\u201d";
        return follower switch
        {
            null => PublicPage.Of("You do not follow this", $"{who} gets no mail about {thread}.", ""),
            { Notify: NotificationChannel.Email } => PublicPage.Of(
                "Stop following?",
                $"{who} will get no more mail about {thread}.",
                PublicPage.Button(UnsubscribePage.OneClick, "Stop following")
            ),
            _ => PublicPage.Of(
                "You get no more mail",
                $"{who} gets no mail about {thread}.",
                PublicPage.Button(UnsubscribePage.Undo, "Undo: send me its mail again", "quiet")
            ),
        };
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
