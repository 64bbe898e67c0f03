using System.Text.RegularExpressions;

namespace Postern.Core.Mail;

/// <summary>Compares subjects without what lists and gateways write before them.</summary>
internal static partial class SubjectMarks
{
    private const int LongestMark = 64;

    /// <summary>Whether two mails have one subject.</summary>
    /// <param name="one">A subject, and whether a mailing list distributed its mail.</param>
    /// <param name="other">The other one.</param>
    public static bool AreSame((string Subject, bool FromList) one, (string Subject, bool FromList) other)
    {
        if (one.Subject == other.Subject)
            return true;
        var (sure, otherSure) = (Bare(one.Subject, one.FromList), Bare(other.Subject, other.FromList));
        return sure == otherSure
            || sure == Bare(other.Subject, anyTag: true)
            || otherSure == Bare(one.Subject, anyTag: true);
    }

    /// <summary>Length of the marker at the beginning of a text with the white space after it; 0 without one.</summary>
    public static int MarkerLength(ReadOnlySpan<char> text)
    {
        foreach (var found in Marker().EnumerateMatches(text[..Math.Min(text.Length, 2 * LongestMark)]))
            return found.Length;
        return 0;
    }

    /// <summary>The subject without the marks at its beginning, whether or not before or after "Re:".</summary>
    private static string Bare(string subject, bool anyTag)
    {
        var (rest, reply) = (Collapse(subject), "");
        while (true)
        {
            if (MarkLength(rest, anyTag) is var mark and > 0)
                rest = rest[mark..];
            else if (ReplyPrefix().Match(rest) is { Success: true } prefix)
                (reply, rest) = (reply + prefix.Value, rest[prefix.Length..]);
            else
                return (reply + rest).Trim();
        }
    }

    private static int MarkLength(string subject, bool anyTag)
    {
        var beginning = subject[..Math.Min(subject.Length, 2 * LongestMark)];
        var marker = MarkerLength(beginning);
        return marker == 0 && anyTag && Tag().Match(beginning) is { Success: true } tag ? tag.Length : marker;
    }

    private static string Collapse(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // [EXTERNAL], (External Email), [CAUTION: external], {Spam?}, ***SPAM***, EXTERN:, EXT - and the like. At most
    // twice the longest mark is searched.
    [GeneratedRegex(
        @"^(?:[\[({<*!]{1,5}[^\[\](){}<>*\n]{0,30}\b(?:EXT|EXTERN|EXTERNAL|EXTERNE|EXTERNER|EXTERNO|EKSTERN|SPAM|外部|社外)\b"
            + @"[^\[\](){}<>*\n]{0,30}[\])}>*!]{1,5}:?"
            + @"|(?:EXT|EXTERN|EXTERNE|EXTERNO|EXTERNAL(?: E?-?MAIL| SENDER| MESSAGE)?|SPAM)(?: ?:| - ))\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\[[^\[\]\n]{1,62}\]\s*")]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"^(?:re|aw|sv|vs|antw|odp|rif|res|fw|fwd|wg|tr|vl|rv)(?:\[\d{1,3}\])? ?:\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ReplyPrefix();
}
