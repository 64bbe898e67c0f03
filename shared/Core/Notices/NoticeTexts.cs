using System.Net;
using System.Text.Json;
using Postern.Core.Html;
using Postern.Core.Wording;

namespace Postern.Core.Notices;

/// <summary>The texts of notices. An alias's own refusal text replaces the standard one (P35).</summary>
internal static class NoticeTexts
{
    /// <summary>A notice without a recipient yet.</summary>
    /// <param name="kind">Why it is sent.</param>
    /// <param name="address">The address that the mail was sent to.</param>
    /// <param name="domain">Name of its alias domain.</param>
    /// <param name="words">The texts in the reader's language.</param>
    /// <param name="ownHtml">The alias's own refusal text as HTML; ignored when nothing of it is visible.</param>
    public static Notice Write(NoticeKind kind, string address, string domain, Words words, string? ownHtml = null)
    {
        var text = words.Fill(NameOf(kind), ("address", address));
        var standard = new Notice
        {
            Kind = kind,
            Address = address,
            Domain = domain,
            Text = text,
            Html = string.Concat(text.Split("\n\n").Select(Paragraph)),
            Language = words.Language,
        };
        if (ownHtml is null || kind is not (NoticeKind.KnownContactsOnly or NoticeKind.FollowersOnly))
            return standard;
        var own = HtmlText.FromHtml(ownHtml);
        return own.Length > 0 ? standard with { Text = own, Html = ownHtml } : standard;
    }

    /// <summary>Name of the text of a kind of notice.</summary>
    public static string NameOf(NoticeKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static string Paragraph(string text)
    {
        var lines = text.Split('\n').Select(WebUtility.HtmlEncode);
        return $"<p>{string.Join("<br>", lines)}</p>";
    }
}
