using Postern.Core.Wording;

namespace Postern.Core.Pages;

/// <summary>
/// The frame of the pages that links in mails open: for every screen, without scripts or external resources.
/// </summary>
internal static class PublicPage
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{margin:0;padding:24px 16px;font:17px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
        main{max-width:32rem;margin:8vh auto 0}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 12px}
        p{margin:0 0 20px;overflow-wrap:anywhere}
        button{width:100%;min-height:48px;padding:12px 20px;border:0;border-radius:8px;
        font:inherit;font-weight:600;color:#fff;background:#1d4ed8;cursor:pointer}
        button.quiet{color:inherit;background:none;border:1px solid GrayText}
        button:focus-visible{outline:3px solid Highlight;outline-offset:2px}
        """;

    /// <summary>A form with one button that posts one value.</summary>
    public static string Button(string value, string label, string style = "")
    {
        var button = $"""<button name="{UnsubscribePage.Field}" value="{value}" class="{style}">{label}</button>""";
        return $"""<form method="post">{button}</form>""";
    }

    /// <summary>A page; title, text and form are HTML.</summary>
    public static string Of(Words words, string title, string text, string form) =>
        $"""
            <!DOCTYPE html>
            <html lang="{words.Language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>{title}</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1><p>{text}</p>{form}</main></body>
            </html>

            """;
}
