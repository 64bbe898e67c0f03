using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Threads;

namespace Postern.Core.Pages;

/// <summary>
/// The page behind the link of a notification to stop following: what holds for the reader, and a button to change it. Following the
/// link changes nothing, since scanners of mail follow links too.
/// </summary>
public static class FollowPage
{
    /// <param name="address">Whose mail it is about.</param>
    /// <param name="subject">Title of the thread.</param>
    /// <param name="follower">How the address follows; null when it does not.</param>
    public static string For(string address, string subject, Follower? follower)
    {
        var (who, what) = ($"<strong>{Encode(address)}</strong>", $"\u201c{Encode(subject)}\u201d");
        return follower switch
        {
            null => PublicPage.Of("You do not follow this", $"{who} gets no mail about {what}.", ""),
            { Notify: NotificationChannel.Email } => PublicPage.Of(
                "Stop following?",
                $"{who} will get no more mail about {what}.",
                PublicPage.Button(UnsubscribePage.OneClick, "Stop following")
            ),
            _ => PublicPage.Of(
                "You get no more mail",
                $"{who} gets no mail about {what}.",
                PublicPage.Button(UnsubscribePage.Undo, "Undo: send me its mail again", "quiet")
            ),
        };
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
