using System.Net;
using Postern.Contracts.Http;

namespace Postern.Core.Pages;

/// <summary>
/// The page behind an unsubscribe link: what holds for the address, and a button to change it. It needs no script and nothing from
/// elsewhere, and following the link changes nothing, since scanners of mail follow links too.
/// </summary>
public static class UnsubscribePage
{
    /// <summary>Form field and value of the button and of a mail program that unsubscribes at once (RFC 8058 §3.1).</summary>
    public const string Field = "List-Unsubscribe";

    public const string OneClick = "One-Click";

    /// <summary>Value of <see cref="Field"/> that undoes unsubscribing.</summary>
    public const string Undo = "Undo";

    /// <summary>The page for an address.</summary>
    /// <param name="address">Whose mailings it is about.</param>
    /// <param name="sender">Whom the mailings come from, where that is known.</param>
    /// <param name="entry">The address's entry on the blacklist, while it counts.</param>
    public static string For(string address, string? sender, BlacklistEntry? entry)
    {
        var (who, mailings) = (
            $"<strong>{Encode(address)}</strong>",
            sender is null ? "mailings" : $"mailings from {Encode(sender)}"
        );
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

    /// <summary>The page for a link that is not ours, is damaged or was signed too long ago.</summary>
    public static string ForBadLink() =>
        PublicPage.Of(
            "This link does not work",
            "It is damaged or too old. Please use the link in the newest mail.",
            ""
        );

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
