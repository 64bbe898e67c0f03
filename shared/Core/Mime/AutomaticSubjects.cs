namespace Postern.Core.Mime;

/// <summary>
/// Beginnings of subjects that responders write, in several languages. Only the beginning counts: "Re: Out of office" is a
/// person's answer to such a mail.
/// </summary>
internal static class AutomaticSubjects
{
    private static readonly string[] Replies =
    [
        "auto:",
        "autoreply",
        "auto reply",
        "auto-reply",
        "auto response",
        "auto-response",
        "autoresponse",
        "automatic reply",
        "automatic response",
        "automated reply",
        "automated response",
        "out of office",
        "out of the office",
        "out-of-office",
        "ooo:",
        "vacation reply",
        "on vacation",
        "i am out of the office",
        "away from the office",
        "away from my mail",
        "automatische antwort",
        "abwesenheitsnotiz",
        "abwesenheit:",
        "abwesend:",
        "abwesenheitsmeldung",
        "automatische abwesenheit",
        "réponse automatique",
        "reponse automatique",
        "absence du bureau",
        "absent du bureau",
        "message d'absence",
        "notification d'absence",
        "respuesta automática",
        "respuesta automatica",
        "fuera de la oficina",
        "fuera de oficina",
        "ausencia de la oficina",
        "resposta automática",
        "resposta automatica",
        "ausência do escritório",
        "fora do escritório",
        "ausente do escritório",
        "risposta automatica",
        "fuori sede",
        "fuori ufficio",
        "assente dall'ufficio",
        "automatisch antwoord",
        "automatische beantwoording",
        "afwezig:",
        "afwezigheidsbericht",
        "niet aanwezig:",
        "automatisk svar",
        "autosvar",
        "fraværende",
        "fraværsmelding",
        "ikke på kontoret",
        "automatiskt svar",
        "autosvar:",
        "frånvaro",
        "inte på kontoret",
        "automaattinen vastaus",
        "poissa toimistosta",
        "poissaoloilmoitus",
        "odpowiedź automatyczna",
        "automatyczna odpowiedź",
        "nieobecność",
        "poza biurem",
        "automatická odpověď",
        "mimo kancelář",
        "automatická odpoveď",
        "automatikus válasz",
        "házon kívül",
        "răspuns automat",
        "otomatik yanıt",
        "otomatik cevap",
        "ofis dışında",
        "αυτόματη απάντηση",
        "εκτός γραφείου",
        "автоматический ответ",
        "автоответ",
        "нет на работе",
        "автоматична відповідь",
        "自動応答",
        "自動返信",
        "不在通知",
        "自动回复",
        "自動回覆",
        "外出",
        "자동 회신",
        "부재중",
    ];

    private static readonly string[] Receipts = ["read receipt", "return receipt", "disposition notification"];

    private static readonly string[] Reports =
    [
        "undeliverable",
        "undelivered mail returned to sender",
        "delivery status notification",
        "mail delivery failed",
        "mail delivery failure",
        "mail delivery system",
        "failure notice",
        "returned mail",
        "unzustellbar",
        "non remis",
        "no se puede entregar",
        "onbestelbaar",
    ];

    // What may follow the beginning; "Out of office hours" is a person's subject.
    private static readonly string[] Continuations =
    [
        "reply",
        "auto",
        "re:",
        "response",
        "message",
        "notification",
        "notice",
        "until",
        "(",
        "-",
        "–",
        ":",
    ];

    /// <summary>The kind of automatic mail that begins so, or null.</summary>
    public static AutomaticMailKind? Match(string subject)
    {
        var text = subject.AsSpan().TrimStart(" [(*\"'");
        if (Begins(text, Replies))
            return AutomaticMailKind.AutoReply;
        // Whether it is a report takes more than a subject; but nobody answers it by a notice.
        if (Begins(text, Reports))
            return AutomaticMailKind.Bulk;
        return Begins(text, Receipts) ? AutomaticMailKind.Receipt : null;
    }

    private static bool Begins(ReadOnlySpan<char> subject, string[] texts)
    {
        foreach (var text in texts)
        {
            if (subject.StartsWith(text, StringComparison.OrdinalIgnoreCase) && Ends(text, subject[text.Length..]))
                return true;
        }
        return false;
    }

    private static bool Ends(string text, ReadOnlySpan<char> after)
    {
        if (text.EndsWith(':') || after.IsEmpty)
            return true;
        if (!char.IsWhiteSpace(after[0]))
            return !char.IsLetterOrDigit(after[0]);
        var word = after.TrimStart();
        foreach (var continuation in Continuations)
        {
            if (word.StartsWith(continuation, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return word.IsEmpty;
    }
}
