namespace Postern.Core.Mime;

/// <summary>Beginnings of the subjects of automatic mail, in several languages.</summary>
internal static class AutomaticSubjectPhrases
{
    // csharpier-ignore-start

    public static readonly string[] Replies =
    [
        // English
        "auto:", "autoreply", "auto reply", "auto-reply", "auto response", "auto-response", "autoresponse",
        "automatic reply", "automatic response", "automated reply", "automated response", "out of office",
        "out of the office", "out-of-office", "ooo:", "vacation reply", "on vacation", "i am out of the office",
        "away from the office", "away from my mail",
        // German
        "automatische antwort", "abwesenheitsnotiz", "abwesenheit:", "abwesend:", "abwesenheitsmeldung",
        "automatische abwesenheit",
        // French
        "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "message d'absence",
        "notification d'absence",
        // Spanish
        "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina",
        "ausencia de la oficina",
        // Portuguese
        "resposta automática", "resposta automatica", "ausência do escritório", "fora do escritório",
        "ausente do escritório",
        // Italian
        "risposta automatica", "fuori sede", "fuori ufficio", "assente dall'ufficio",
        // Dutch
        "automatisch antwoord", "automatische beantwoording", "afwezig:", "afwezigheidsbericht", "niet aanwezig:",
        // Danish, Norwegian
        "automatisk svar", "autosvar", "fraværende", "fraværsmelding", "ikke på kontoret",
        // Swedish
        "automatiskt svar", "autosvar:", "frånvaro", "inte på kontoret",
        // Finnish
        "automaattinen vastaus", "poissa toimistosta", "poissaoloilmoitus",
        // Polish
        "odpowiedź automatyczna", "automatyczna odpowiedź", "nieobecność", "poza biurem",
        // Czech, Slovak
        "automatická odpověď", "mimo kancelář", "automatická odpoveď",
        // Hungarian
        "automatikus válasz", "házon kívül",
        // Romanian
        "răspuns automat",
        // Turkish
        "otomatik yanıt", "otomatik cevap", "ofis dışında",
        // Greek
        "αυτόματη απάντηση", "εκτός γραφείου",
        // Russian, Ukrainian
        "автоматический ответ", "автоответ", "нет на работе", "автоматична відповідь",
        // Japanese
        "自動応答", "自動返信", "不在通知",
        // Chinese
        "自动回复", "自動回覆", "外出",
        // Korean
        "자동 회신", "부재중",
    ];

    public static readonly string[] Receipts = ["read receipt", "return receipt", "disposition notification"];

    public static readonly string[] Reports =
    [
        "undeliverable", "undelivered mail returned to sender", "delivery status notification", "mail delivery failed",
        "mail delivery failure", "mail delivery system", "failure notice", "returned mail", "unzustellbar", "non remis",
        "no se puede entregar", "onbestelbaar",
    ];

    /// <summary>What may follow such a beginning: "Out of office hours" is a person's subject.</summary>
    public static readonly string[] Continuations =
    [
        "reply", "auto", "re:", "response", "message", "notification", "notice", "until", "(", "-", "–", ":",
    ];

    // csharpier-ignore-end
}
