using System.Globalization;

namespace Postern.Tests.Servers;

/// <summary>
/// A POP3 server of RFC 1939 for <see cref="LineServer"/>, with mails and UIDLs as a test wants them; what is deleted
/// goes with QUIT.
/// </summary>
public sealed class PopScript
{
    /// <summary>The mails: UIDL and content, with CRLF.</summary>
    public List<(string Uidl, string Content)> Mails { get; } = [];

    /// <summary>The answer to a login; null = it succeeds.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether UIDL is supported.</summary>
    public bool HasUidl { get; set; } = true;

    /// <summary>The UIDL of a mail in a session, which is a number; null = the same in all.</summary>
    public Func<int, string, string>? Renamed { get; set; }

    /// <summary>What CAPA lists beside TOP and UIDL.</summary>
    public string Capabilities { get; set; } = "USER";

    /// <summary>How many mails STAT counts; null = as many as there are.</summary>
    public int? Claimed { get; set; }

    /// <summary>Number of sessions.</summary>
    public int Sessions { get; private set; }

    public Func<string, string?> Start()
    {
        Sessions++;
        var (session, deleted) = (Sessions, new HashSet<int>());
        return line => Answer(line, session, deleted);
    }

    private string? Answer(string line, int session, HashSet<int> deleted)
    {
        var words = line.Split(' ');
        switch (words[0].ToUpperInvariant())
        {
            case "":
                return "+OK ready";
            case "CAPA":
                return $"+OK\r\nTOP\r\n{(HasUidl ? "UIDL\r\n" : "")}{Capabilities}\r\n.";
            case "USER":
                return "+OK";
            case "PASS":
            case "AUTH":
                return Refusal ?? "+OK logged in";
            case "STAT":
                return Invariant($"+OK {Claimed ?? Mails.Count} {Mails.Sum(mail => mail.Content.Length)}");
            case "UIDL" when HasUidl:
                return List(words, number => UidlOf(number, session));
            case "LIST":
                return List(words, number => Invariant($"{Mails[number].Content.Length}"));
            case "RETR":
                return $"+OK\r\n{Stuffed(Mails[Number(words)].Content)}.";
            case "TOP":
                return $"+OK\r\n{Stuffed(HeaderOf(Mails[Number(words)].Content))}.";
            case "DELE":
                deleted.Add(Number(words));
                return "+OK";
            case "QUIT":
                foreach (var number in deleted.OrderDescending())
                    Mails.RemoveAt(number);
                return "+OK\0";
            default:
                return "-ERR unknown command";
        }
    }

    private string UidlOf(int number, int session) =>
        Renamed?.Invoke(session, Mails[number].Uidl) ?? Mails[number].Uidl;

    private string List(string[] words, Func<int, string> of) =>
        words.Length > 1
            ? $"+OK {words[1]} {of(Number(words))}"
            : $"+OK\r\n{string.Concat(Enumerable.Range(0, Mails.Count).Select(i => Invariant($"{i + 1} {of(i)}\r\n")))}.";

    private static string HeaderOf(string content) =>
        content[..(content.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];

    private static string Stuffed(string content)
    {
        var text = content.EndsWith("\r\n", StringComparison.Ordinal) ? content : content + "\r\n";
        return text.StartsWith('.') ? "." + text : text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
    }

    private static int Number(string[] words) => int.Parse(words[1], CultureInfo.InvariantCulture) - 1;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
