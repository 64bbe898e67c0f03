using Postern.Core.Text;

namespace Postern.Core.Html;

/// <summary>
/// Converts HTML to plain text: one line per block, quoted blocks after <c>&gt;</c>, no scripts, styles or comments.
/// </summary>
internal static class HtmlText
{
    public static string FromHtml(string html) => FromHtml(html, ReadingBudget.Unlimited);

    public static string FromHtml(string html, ReadingBudget budget) =>
        string.Join('\n', HtmlLines.Read(html, budget).Lines.Select(line => line.Quoted)).Trim();
}
