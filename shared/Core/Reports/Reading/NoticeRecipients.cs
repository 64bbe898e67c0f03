using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Finds whom a notice in plain words is about. The ways to name a recipient are tried from the plainest to the vaguest, and the first that
/// finds one decides for the whole notice.
/// </summary>
internal static partial class NoticeRecipients
{
    private const int MostRecipients = 100;
    private const int MostWords = 1500;

    private static readonly Func<string, IEnumerable<Mention>>[] Ways = [Heading, Transcript, Sentence];

    // Lines that name the sender, or whom to ask.
    private static readonly string[] OtherPeople =
    [
        "contact",
        "postmaster",
        "please",
        "sender",
        "from:",
        "mail from",
        "envelope-from",
        "reply",
        "help",
        "support",
        "administrator",
        "http:",
        "https:",
        "hello ",
        "dear ",
        "message-id",
        "unsubscribe",
        "on behalf",
        "original sender",
        "subject:",
    ];

    /// <param name="notice">The words.</param>
    /// <param name="named">Addresses that a header field of the report names as failed: then only these count.</param>
    /// <param name="own">Addresses that the report came to or from: nobody tells us of those.</param>
    public static IReadOnlyList<NoticeRecipient> Find(
        NoticeText notice,
        IReadOnlyList<string> named,
        IReadOnlySet<string> own
    )
    {
        if (named.Count > 0)
            return Described(
                notice,
                [
                    .. named.Select(address => new Place(
                        FirstLine(notice, address),
                        new Mention(address, After(notice, address))
                    )),
                ]
            );
        var places = Ways.Select(way => Places(notice, way, own)).FirstOrDefault(found => found.Count > 0) ?? [];
        // Of several addresses that stand anywhere, nobody can tell which one was not reached.
        if (places.Count == 0 && Places(notice, Anywhere, own) is [var only])
            places = [only];
        // Somebody wrote to himself.
        if (places.Count == 0)
            places = Places(notice, Heading, new HashSet<string>());
        return Described(notice, places);
    }

    private static List<Place> Places(
        NoticeText notice,
        Func<string, IEnumerable<Mention>> way,
        IReadOnlySet<string> own
    ) =>
        notice
            .Lines.SelectMany((line, at) => Mentions(notice, at, way).Select(mention => new Place(at, mention)))
            .Where(place =>
                !own.Contains(place.Mention.Address)
                && !place.Mention.Address.StartsWith("mailer-daemon@", StringComparison.Ordinal)
            )
            .DistinctBy(place => place.Mention.Address)
            .Take(MostRecipients)
            .ToList();

    private static IEnumerable<Mention> Mentions(NoticeText notice, int at, Func<string, IEnumerable<Mention>> way)
    {
        var line = notice.Lines[at];
        return line.Contains('@', StringComparison.Ordinal) && !NamesSender(notice, at) ? way(line.Trim()) : [];
    }

    // "A message sent by" and "Sender:", with the address on the next line.
    private static bool NamesSender(NoticeText notice, int at)
    {
        var before = notice.Lines.Take(at).LastOrDefault(line => line.Length > 0)?.Trim() ?? "";
        return SenderBefore().IsMatch(before);
    }

    // The line begins with the address, or with a label and the address: `<a@b>:`, `a@b on Mon …`, `Recipient: a@b`.
    private static IEnumerable<Mention> Heading(string line)
    {
        if (Begin().Match(line) is { Success: true } begin)
            return Each(begin.Groups["address"].Value, begin.Groups["why"].Value);
        return Label().Match(line) is { Success: true } label
            ? Each(label.Groups["address"].Value, label.Groups["label"].Value + " " + label.Groups["why"].Value)
            : [];
    }

    // What client and server said: `RCPT TO:<a@b>`, `550 5.1.1 <a@b>... User unknown`.
    private static IEnumerable<Mention> Transcript(string line) =>
        Dialogue().Match(line) is { Success: true } match ? Each(match.Groups["address"].Value, line) : [];

    // "… your message to a@b could not …", "mailbox a@b is …", "… is full: a@b".
    private static IEnumerable<Mention> Sentence(string line) =>
        Said().Match(line) is { Success: true } match ? Each(match.Groups["address"].Value, line) : [];

    private static IEnumerable<Mention> Anywhere(string line) =>
        Array.Exists(OtherPeople, words => line.Contains(words, StringComparison.OrdinalIgnoreCase))
            ? []
            : Each(line, line);

    private static IEnumerable<Mention> Each(string addresses, string why) =>
        ReportAddress.All(addresses).Select(address => new Mention(address, why));

    private static int FirstLine(NoticeText notice, string address)
    {
        for (var i = 0; i < notice.Lines.Count; i++)
        {
            if (notice.Lines[i].Contains(address, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return 0;
    }

    private static string After(NoticeText notice, string address)
    {
        var line = notice.Lines.ElementAtOrDefault(FirstLine(notice, address)) ?? "";
        var at = line.IndexOf(address, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : line[(at + address.Length)..].Trim('>', '"', ':', ' ', '\'');
    }

    private static List<NoticeRecipient> Described(NoticeText notice, List<Place> places) =>
        places.ConvertAll(place => new NoticeRecipient(
            place.Mention.Address,
            [
                Near(notice, place, places),
                Lines(notice, place),
                Far(notice, place, places),
                .. places.Count == 1 ? new[] { notice.Words } : [],
            ]
        ));

    // The paragraph that the address begins.
    private static string Near(NoticeText notice, Place place, List<Place> places)
    {
        var lines = Following(notice, place, places).TakeWhile(line => line.Length > 0);
        return Short(lines.Prepend(place.Mention.Why));
    }

    // Each line that names the address: a transcript stands apart from the list of recipients.
    private static string Lines(NoticeText notice, Place place) =>
        Short(
            notice.Lines.Where(
                (line, at) =>
                    at != place.Line && line.Contains(place.Mention.Address, StringComparison.OrdinalIgnoreCase)
            )
        );

    // All until the next recipient.
    private static string Far(NoticeText notice, Place place, List<Place> places) =>
        Short(Following(notice, place, places).Prepend(place.Mention.Why));

    private static IEnumerable<string> Following(NoticeText notice, Place place, List<Place> places)
    {
        var next = places
            .Where(other => other.Line > place.Line)
            .Select(other => other.Line)
            .DefaultIfEmpty(notice.Lines.Count)
            .Min();
        return notice
            .Lines.Skip(place.Line + 1)
            .Take(next - place.Line - 1)
            .TakeWhile(line => !BeginsAnother(line, place.Mention.Address));
    }

    private static bool BeginsAnother(string line, string address) =>
        Begin().Match(line.Trim()) is { Success: true } begin
        && ReportAddress.Canonical(begin.Groups["address"].Value) is { } other
        && other != address;

    private static string Short(IEnumerable<string> lines)
    {
        var text = string.Join(' ', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
        return text.Length > MostWords ? text[..MostWords] : text;
    }

    private const string AnAddress = """(?<address>[^\s<>()\[\]{},;:"'|]+@[^\s<>()\[\]{},;:"'|@]+)""";
    private const string Bullet = """(?:[*•·>\-–=#\s]|--|&gt;)*""";
    private const string Open = """["'<(\[]*(?:mailto:)?""";
    private const string Close = """[>"')\]]*""";

    [GeneratedRegex(
        "^"
            + Bullet
            + Open
            + AnAddress
            + Close
            + """\s*(?:$|[.,:;]$|(?::|;|\.\.\.|,|-|–|=|\(|\[|\bon\b|#|\||\.\s)\s*(?<why>.*)$)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Begin();

    [GeneratedRegex(
        "^"
            + Bullet
            + """(?<label>(?:(?:the )?(?:following |intended |failed |original |final |invalid |unknown |e-?mail |mail )*(?:recipients?|addressees?|address(?:es)?|users?|mailbox|accounts?|destinataire|empfänger|destinatario|ontvanger|mottagare|modtager)|[a-z' -]*(?:failed|error-for|undeliverable|delivered|returned permanent errors|is full)(?: to)?)(?:\s*\([a-z]+\))?)\s*(?::|=)+\s*"""
            + Open
            + AnAddress
            + Close
            + """(?<why>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Label();

    [GeneratedRegex(
        """(?:rcpt to:\s*|recipient to:\s*|^(?:<<<|>>>|\s)*[45][0-9][0-9][ -](?:[45]\.[0-9]\.[0-9]+ )?)"""
            + Open
            + AnAddress,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Dialogue();

    [GeneratedRegex(
        """(?:(?:message|mail|e-mail|email|letter|delivery|deliver|delivering|delivered|addressed|send|sending|sent) (?:\w+ ){0,4}(?:to|for)|mailbox|recipient|user|account|address|quota \w+ for|is full|unknown|nachricht an|mail an|message à|mensaje a|mensagem para|messaggio a)(?:\s*:)?(?:\s+|["'<(\[])"""
            + Open
            + AnAddress
            + Close,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Said();

    [GeneratedRegex(
        """(?:sent by|sender|from|contact|written by|support at|mail to)\s*:?$""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex SenderBefore();

    private sealed record Mention(string Address, string Why);

    private sealed record Place(int Line, Mention Mention);
}
