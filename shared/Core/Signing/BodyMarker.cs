using System.Text.RegularExpressions;
using Postern.Core.Mail;

namespace Postern.Core.Signing;

/// <summary>
/// The reply tag hidden in the HTML of a notification. A client that drops References and replies to another address
/// still quotes it.
/// </summary>
public static partial class BodyMarker
{
    private const string Prefix = "postern-ref-";

    // A quoted discussion may contain many; the topmost belongs to the answered mail.
    private const int MostTags = 4;

    /// <summary>The marker of a tag.</summary>
    public static string Write(string tag) => Prefix + tag;

    /// <summary>The tags in a mail's bodies, topmost first. Their signatures are not verified here.</summary>
    public static IEnumerable<string> Find(IncomingMail mail) =>
        Pattern()
            .Matches(mail.Html ?? "")
            .Concat(Pattern().Matches(mail.Text))
            .Select(match => match.Groups["tag"].Value)
            .Where(tag => tag.Length == ReplyTag.Length)
            .Distinct()
            .Take(MostTags);

    [GeneratedRegex("postern-ref-(?<tag>[0-9a-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
