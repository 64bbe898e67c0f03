using MimeKit.Text;
using Postern.Core.Text;

namespace Postern.Core.Html;

/// <summary>
/// Converts HTML to plain text: one line per block, quoted blocks after <c>&gt;</c>, items after <c>- </c> or <c>1. </c>,
/// links with their addresses and images as their words; no scripts, styles or comments.
/// </summary>
/// <param name="Shown">The plain text.</param>
/// <param name="Words">
/// The text alone, without addresses, marks of lists and words of images. Copies of a mail are told by it, since relays
/// rewrite addresses.
/// </param>
internal readonly record struct HtmlText(string Shown, string Words)
{
    public static string FromHtml(string html) => FromHtml(html, ReadingBudget.Unlimited);

    public static string FromHtml(string html, ReadingBudget budget) => ShownOf(HtmlLines.Read(html, budget).Lines);

    public static HtmlText Read(string html, ReadingBudget budget)
    {
        var lines = HtmlLines.Read(html, budget).Lines;
        var words = Join(lines.Where(line => !line.IsAdded).Select(line => line.QuotedText));
        return new HtmlText(ShownOf(lines), words);
    }

    /// <summary>Whether a browser would show neither text nor an image.</summary>
    public static bool IsBlank(string html, ReadingBudget budget)
    {
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        var open = new HtmlElements();
        while (tokenizer.ReadNextToken(out var token))
        {
            budget.TakePieces(1);
            if (token is HtmlTagToken { Id: HtmlTagId.Image })
                return false;
            if (token is HtmlTagToken { IsEndTag: true } end)
                open.Close(end.Id);
            else if (token is HtmlTagToken tag)
                open.Open(tag);
            else if (open.IsShown && token is HtmlDataToken { Kind: HtmlTokenKind.Data } data && HasWords(data))
                return false;
        }
        return true;
    }

    private static string ShownOf(IReadOnlyList<HtmlLine> lines) => Join(lines.Select(line => line.Quoted));

    private static bool HasWords(HtmlDataToken data) => !string.IsNullOrWhiteSpace(data.Data);

    private static string Join(IEnumerable<string> lines) => string.Join('\n', lines).Trim();
}
