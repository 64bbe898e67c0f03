namespace Postern.Core.Html;

/// <summary>Plain text of HTML: one line a block, quoted blocks behind <c>&gt;</c>, without scripts, styles and comments.</summary>
internal static class HtmlText
{
    public static string FromHtml(string html) =>
        string.Join('\n', HtmlLines.Read(html).Lines.Select(line => line.Quoted)).Trim();
}
