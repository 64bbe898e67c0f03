using System.Buffers;

namespace Postern.Core.Replies;

/// <summary>
/// Lines that separate new text from a quoted mail below it: <c>-----Original Message-----</c> in many languages, and
/// rules.
/// </summary>
internal static class QuoteDivider
{
    private static readonly SearchValues<char> RuleCharacters = SearchValues.Create("-_=*#~+—–―ᐧ· \t");

    // csharpier-ignore
    private static readonly string[] Titles =
    [
        "original message", "original appointment", "reply message", "forwarded message", "begin forwarded message",
        "forwarded by", "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "antwort nachricht",
        "weitergeleitete nachricht", "ursprünglicher termin", "message d'origine", "message d’origine",
        "message original", "message initial", "message transféré", "message transmis", "courriel original",
        "mensaje original", "mensaje reenviado", "mensagem original", "mensagem encaminhada", "messaggio originale",
        "messaggio inoltrato", "oorspronkelijk bericht", "origineel bericht", "doorgestuurd bericht",
        "originalmeddelande", "ursprungligt meddelande", "vidarebefordrat meddelande", "opprinnelig melding",
        "videresendt melding", "oprindelig meddelelse", "videresendt meddelelse", "alkuperäinen viesti",
        "välitetty viesti", "wiadomość oryginalna", "oryginalna wiadomość", "treść przekazanej wiadomości",
        "původní zpráva", "přeposlaná zpráva", "pôvodná správa", "eredeti üzenet", "továbbított üzenet",
        "mesaj original", "mesajul original", "оригинальное сообщение", "исходное сообщение", "пересланное сообщение",
        "пересылаемое сообщение", "оригінальне повідомлення", "original ileti", "orijinal mesaj", "özgün ileti",
        "αρχικό μήνυμα", "thư gốc", "tin nhắn gốc", "原始邮件", "原始郵件", "转发邮件", "元のメッセージ", "転送されたメッセージ", "원본 메시지", "원본 메일",
    ];

    /// <summary>
    /// Whether the line is a title between dashes, after which the quoted mail follows without quote marks.
    /// </summary>
    public static bool IsDivider(string text)
    {
        if (text.Length is < 4 or > 120)
            return false;
        var line = text.AsSpan().Trim(" \t*>");
        var title = line.Trim("-_=*—– \t");
        if (title.IsEmpty)
            return false;
        if (title is "Begin forwarded message:")
            return true;
        var beginsWithRule = line[0] is '-' or '_' or '=' or '—' && line[1] == line[0];
        return beginsWithRule && HasTitle(title);
    }

    /// <summary>Whether the line consists of dashes, underscores and the like.</summary>
    public static bool IsRule(string text) =>
        text.Length is > 0 and < 200 && text.AsSpan().IndexOfAnyExcept(RuleCharacters) < 0;

    private static bool HasTitle(ReadOnlySpan<char> title)
    {
        foreach (var known in Titles)
        {
            if (title.StartsWith(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
