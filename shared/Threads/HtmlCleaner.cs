using Ganss.Xss;

namespace Postern.Threads;

/// <summary>
/// HTML that is safe to show and to send on: no script, form, frame or style that reaches outside, the text kept. Done
/// before HTML is stored.
/// </summary>
public static class HtmlCleaner
{
    // Its settings are never changed after this; cleaning itself keeps no state.
    private static readonly HtmlSanitizer Sanitizer = Create();

    public static string Clean(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer { KeepChildNodes = true };
        sanitizer.AllowedTags.Remove("form");
        sanitizer.AllowedTags.Remove("input");
        sanitizer.AllowedTags.Remove("button");
        sanitizer.AllowedTags.Remove("select");
        sanitizer.AllowedTags.Remove("option");
        sanitizer.AllowedTags.Remove("textarea");
        sanitizer.AllowedCssProperties.Remove("position");
        // Inline images refer to parts of the same mail (RFC 2392).
        sanitizer.AllowedSchemes.Add("cid");
        sanitizer.AllowedSchemes.Add("mailto");
        return sanitizer;
    }
}
