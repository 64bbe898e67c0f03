using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// Whether a mail says by itself that it answers one: by In-Reply-To or References (RFC 5322 §3.6.4), which programs
/// set on a forwarded mail as well, or by the prefix of its subject (§3.6.5).
/// </summary>
internal static class ReplySubject
{
    private const int LongestPrefix = 12;

    // csharpier-ignore-start

    private static readonly HashSet<string> Replies = new(StringComparer.OrdinalIgnoreCase)
    {
        "re", "aw", "antw", "antwort", "antwoord", "sv", "svar", "vs", "odp", "odpověď", "r", "rif", "res", "resp",
        "ynt", "yan", "cevap", "vá", "válasz", "απ", "σχετ", "отв", "ответ", "відп", "одг", "отг", "odg", "răsp", "ats",
        "atb", "vast", "bls", "balas", "tl", "trả lời", "ตอบกลับ", "ตอบ", "رد", "پاسخ", "תגובה", "תשובה", "השב",
        "回复", "回覆", "答复", "答覆", "返信", "답장", "회신",
    };

    private static readonly HashSet<string> Forwards = new(StringComparer.OrdinalIgnoreCase)
    {
        "fw", "fwd", "wg", "weiterleitung", "tr", "rv", "reenv", "enc", "i", "inoltro", "doorst", "vb", "vl", "vid",
        "videres", "pd", "přep", "preposl", "továbbítás", "tov", "προωθ", "πρθ", "пересл", "препр", "прос", "redir",
        "ilt", "ilet", "pers", "pārs", "edasi", "terusan", "chuyển tiếp", "ส่งต่อ", "إعادة توجيه", "הועבר", "העבר",
        "转发", "轉寄", "轉發", "転送", "전달",
    };
    // csharpier-ignore-end

    /// <summary>Whether the mail answers another, known here or not.</summary>
    public static bool Answers(IncomingMail mail)
    {
        var prefix = Prefix(mail.Subject);
        return Replies.Contains(prefix)
            || (mail.InReplyTo.Count + mail.References.Count > 0 && !Forwards.Contains(prefix));
    }

    /// <summary>Whether a subject begins like that of a reply or of a forwarded mail.</summary>
    public static bool Begins(string subject) =>
        Prefix(subject) is { Length: > 0 } prefix && (Replies.Contains(prefix) || Forwards.Contains(prefix));

    // "Re", also of "Re[2]:" and "RE :".
    private static string Prefix(string subject)
    {
        var colon = subject.AsSpan(0, Math.Min(subject.Length, LongestPrefix + 1)).IndexOfAny(':', '：');
        if (colon < 0)
            return "";
        var prefix = subject.AsSpan(0, colon);
        var count = prefix.IndexOfAny('[', '(', '^');
        return ShownText.Clean((count > 0 ? prefix[..count] : prefix).Trim(" .*").ToString());
    }
}
