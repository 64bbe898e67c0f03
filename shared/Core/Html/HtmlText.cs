namespace Postern.Core.Html;

/// <summary>
/// Converts HTML to plain text: one line per block, quoted blocks after <c>&gt;</c>, no scripts, styles or comments.
/// </summary>
internal static class HtmlText
{
    public static string FromHtml(string html) =>
        string.Join('\n', HtmlLines.Read(html).Lines.Select(line => line.Quoted)).Trim();
}
