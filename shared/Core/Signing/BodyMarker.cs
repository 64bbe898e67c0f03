using System.Text.RegularExpressions;
using Postern.Core.Mail;

namespace Postern.Core.Signing;

/// <summary>
/// The reply tag as it is hidden in the HTML of a notification. A client that drops References and answers to another
/// address still quotes it.
/// </summary>
public static partial class BodyMarker
{
    private const string Prefix = "postern-ref-";

    // A quoted discussion may hold many; the topmost belongs to the mail that is answered.
    private const int MostTags = 4;

    /// <summary>The text that carries a tag.</summary>
    public static string Write(string tag) => Prefix + tag;

    /// <summary>The tags in a mail's bodies, topmost first; whether they are ours, their signatures say.</summary>
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
