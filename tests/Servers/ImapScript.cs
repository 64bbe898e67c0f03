namespace Postern.Tests.Servers;

/// <summary>An IMAP server for <see cref="LineServer"/> that comes as far as opening an empty inbox.</summary>
public sealed class ImapScript
{
    /// <summary>The greeting.</summary>
    public string Greeting { get; set; } = "* OK ready";

    /// <summary>Its capabilities beside IMAP4rev1.</summary>
    public string Capabilities { get; set; } = "SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5";

    /// <summary>The answer to a login, where {tag} is its tag; null = it succeeds.</summary>
    public string? Refusal { get; set; }

    /// <summary>The UIDVALIDITY of the inbox; null = none is given.</summary>
    public uint? UidValidity { get; set; } = 7;

    public string? Answer(string line)
    {
        if (line.Length == 0)
            return Greeting;
        var words = line.Split(' ');
        if (words.Length == 1)
            return Refusal?.Replace("{tag}", _tag, StringComparison.Ordinal) ?? $"{_tag} OK logged in";
        _tag = words[0];
        return words[1].ToUpperInvariant() switch
        {
            "CAPABILITY" => $"* CAPABILITY IMAP4rev1 {Capabilities}\r\n{_tag} OK done",
            "STARTTLS" => $"{_tag} OK begin",
            "LOGIN" or "AUTHENTICATE" when Refusal is { } refusal => refusal.Replace(
                "{tag}",
                _tag,
                StringComparison.Ordinal
            ),
            "LOGIN" or "AUTHENTICATE" => $"{_tag} OK logged in",
            "LIST" when line.EndsWith("\"\"", StringComparison.Ordinal) =>
                $"* LIST (\\NoSelect) \"/\" \"\"\r\n{_tag} OK done",
            "LIST" => $"* LIST () \"/\" INBOX\r\n{_tag} OK done",
            "SELECT" =>
                $"* 0 EXISTS\r\n* FLAGS ()\r\n{ValidityLine}* OK [UIDNEXT 1] next\r\n{_tag} OK [READ-WRITE] done",
            "SEARCH" or "UID" => $"* SEARCH\r\n{_tag} OK done",
            "LOGOUT" => $"* BYE bye\r\n{_tag} OK done\0",
            _ => $"{_tag} BAD unknown command",
        };
    }

    private string _tag = "";

    private string ValidityLine => UidValidity is { } value ? $"* OK [UIDVALIDITY {value}] valid\r\n" : "";
}
