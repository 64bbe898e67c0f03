using System.Net;

namespace Postern.People;

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

    private const string Style = """
        :root{color-scheme:light dark}
        body{margin:0;padding:24px 16px;font:17px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
        main{max-width:32rem;margin:8vh auto 0}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 12px}
        p{margin:0 0 20px;overflow-wrap:anywhere}
        button{width:100%;min-height:48px;padding:12px 20px;border:0;border-radius:8px;font:inherit;font-weight:600;color:#fff;background:#1d4ed8;cursor:pointer}
        button.quiet{color:inherit;background:none;border:1px solid GrayText}
        button:focus-visible{outline:3px solid Highlight;outline-offset:2px}
        """;

    /// <summary>The page for an address.</summary>
    /// <param name="address">Whose mailings it is about.</param>
    /// <param name="sender">Whom the mailings come from, where that is known.</param>
    /// <param name="entry">The address's entry on the blacklist, while it counts.</param>
    public static string For(string address, string? sender, BlacklistEntry? entry)
    {
        var (who, mailings) = ($"<strong>{Encode(address)}</strong>", sender is null ? "mailings" : $"mailings from {Encode(sender)}");
        return entry switch
        {
            null => Page("Unsubscribe from mailings?", $"{who} will get no more {mailings}. Mail that is meant for you personally still arrives.", Button(OneClick, "Unsubscribe")),
            { Reason: BlacklistReason.Unsubscribed } => Page("You are unsubscribed", $"{who} gets no more {mailings}.", Button(Undo, "Undo: send me mailings again", "quiet")),
            _ => Page("Mailings are stopped", $"{who} gets no {mailings} at present. Unsubscribe if it is to stay so.", Button(OneClick, "Unsubscribe")),
        };
    }

    /// <summary>The page for a link that is not ours, is damaged or was signed too long ago.</summary>
    public static string ForBadLink() => Page("This link does not work", "It is damaged or too old. Please use the link in the newest mail.", "");

    private static string Button(string value, string label, string style = "") =>
        $"""<form method="post"><button name="{Field}" value="{value}" class="{style}">{label}</button></form>""";

    private static string Page(string title, string text, string form) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{title}</title><style>{Style}</style></head>
        <body><main><h1>{title}</h1><p>{text}</p>{form}</main></body>
        </html>

        """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
