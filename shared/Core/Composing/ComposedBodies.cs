using System.Net;
using System.Text.RegularExpressions;
using Postern.Core.Html;

namespace Postern.Core.Composing;

/// <summary>
/// The bodies of a message in the forms that a notification needs, each made once however many recipients there are.
/// Safe for concurrent use.
/// </summary>
/// <param name="text">The text; null = there is none.</param>
/// <param name="html">The HTML, sanitised; null = there is none.</param>
public sealed partial class ComposedBodies(string? text, string? html)
{
    private readonly Lazy<string> _plain = new(() => (text ?? HtmlText.FromHtml(html ?? "")).Trim());
    private readonly Lazy<string> _rich = new(() => html is null ? Preformatted(text ?? "") : OnPaper(html));
    private readonly Lazy<IReadOnlySet<string>> _shown = new(() => InlineReferences.In(html ?? ""));

    public string? Text => text;

    public string? Html => html;

    /// <summary>The message as plain text.</summary>
    internal string Plain => _plain.Value;

    /// <summary>The message as HTML.</summary>
    internal string Rich => _rich.Value;

    /// <summary>Content-IDs of the parts that the HTML shows.</summary>
    internal IReadOnlySet<string> Shown => _shown.Value;

    private static string Preformatted(string text) =>
        $"<div style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(text.Trim())}</div>";

    // HTML with colours of its own was designed for white paper, and keeps it on a dark screen.
    private static string OnPaper(string html) =>
        Coloured().IsMatch(html)
            ? $"<div class=\"po-paper\" style=\"background:#ffffff;color:#1f2430;color-scheme:light\">{html}</div>"
            : html;

    [GeneratedRegex("<[^>]*(bgcolor|color\\s*[:=]|background)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Coloured();
}
