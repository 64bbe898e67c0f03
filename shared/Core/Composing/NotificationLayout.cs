namespace Postern.Core.Composing;

/// <summary>The template of models that have none of their own. It needs no style sheet to be read: that only makes it fit dark screens and phones.</summary>
internal static class NotificationLayout
{
    public const string Subject = "{subject}";

    public const string Text = """
        {author} wrote on {record}:

        {message}

        {?files}{files}

        {/files}--
        {?link}Open: {link}
        {/link}{reason}
        {?stop}Stop following: {stop}
        {/stop}
        """;

    public const string Html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{subject}</title>
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark }
        .po-message img { max-width: 100%; height: auto }
        .po-message blockquote { margin: 12px 0 0; padding: 0 0 0 12px; border-left: 2px solid #d1d5db }
        @media (prefers-color-scheme: dark) {
          .po-page { background: #15181e !important; color: #e6e8eb !important }
          .po-quiet { color: #a3abb8 !important }
          .po-line { border-color: #3a414d !important }
          .po-link { color: #8ab4f8 !important }
          .po-button { background: #8ab4f8 !important; color: #10141b !important }
          .po-paper { padding: 12px !important; border-radius: 6px !important }
        }
        @media (max-width: 480px) {
          .po-button { display: block !important; text-align: center !important }
        }
        </style>
        </head>
        <body class="po-page" style="margin:0;padding:0;background:#ffffff;color:#1f2430">
        <div class="po-page" style="max-width:640px;margin:0 auto;padding:20px 16px 28px;background:#ffffff;color:#1f2430;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere">
        <p class="po-line" style="margin:0 0 16px;padding:0 0 12px;border-bottom:1px solid #e3e6ea"><strong style="font-size:17px">{author}</strong><br>
        <span class="po-quiet" style="color:#5b6472;font-size:14px">{record}</span></p>
        <div class="po-message" style="overflow:auto">{message}</div>
        {?files}<p class="po-line" style="margin:20px 0 0;padding:10px 12px;border:1px solid #e3e6ea;border-radius:6px;font-size:14px;white-space:pre-line">{files}</p>{/files}
        {?link}<p style="margin:24px 0 0"><a class="po-button" href="{link}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">Open</a></p>{/link}
        <p class="po-quiet po-line" style="margin:28px 0 0;padding:12px 0 0;border-top:1px solid #e3e6ea;color:#5b6472;font-size:13px">{reason}{?stop} <a class="po-link" href="{stop}" style="color:#1d4ed8;white-space:nowrap">Stop following</a>{/stop}</p>
        </div>
        </body>
        </html>
        """;
}
