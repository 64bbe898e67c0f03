using System.Net;
using Postern.Contracts.Http;

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
    public static string For(string address, string? sender, BlacklistEntry? entry)
    {
        var who = $"<strong>{Encode(address)}</strong>";
        var mailings = sender is null ? "mailings" : $"mailings from {Encode(sender)}";
        return entry switch
        {
            null => PublicPage.Of(
                "Unsubscribe from mailings?",
                $"{who} will get no more {mailings}. Mail that is meant for you personally still arrives.",
                PublicPage.Button(OneClick, "Unsubscribe")
            ),
            { Reason: BlacklistReason.Unsubscribed } => PublicPage.Of(
                "You are unsubscribed",
                $"{who} gets no more {mailings}.",
                PublicPage.Button(Undo, "Undo: send me mailings again", "quiet")
            ),
            _ => PublicPage.Of(
                "Mailings are stopped",
                $"{who} gets no {mailings} at present. Unsubscribe if it is to stay so.",
                PublicPage.Button(OneClick, "Unsubscribe")
            ),
        };
    }

    /// <summary>The page for a link that is not ours, is damaged or has expired.</summary>
    public static string ForBadLink() =>
        PublicPage.Of(
            "This link does not work",
            "It is damaged or too old. Please use the link in the newest mail.",
            ""
        );

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
