namespace Postern.Core.Mime;

/// <summary>
/// Beginnings of the subjects of automatic mail, in 40 languages, as mail programs write them and people set them.
/// </summary>
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
        "ausente do escritório", "fora do escritorio",
        // Italian
        "risposta automatica", "fuori sede", "fuori ufficio", "assente dall'ufficio",
        // Dutch
        "automatisch antwoord", "automatische beantwoording", "buiten kantoor", "afwezig:", "afwezigheidsbericht", "niet aanwezig:",
        // Danish, Norwegian
        "automatisk svar", "autosvar", "fraværende", "fraværsmelding", "ikke på kontoret",
        // Swedish
        "automatiskt svar", "autosvar:", "frånvaro", "inte på kontoret",
        // Finnish
        "automaattinen vastaus", "poissa toimistosta", "poissaoloilmoitus",
        // Icelandic
        "sjálfvirkt svar", "er ekki við", "fjarverandi",
        // Polish
        "odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "nieobecność", "poza biurem",
        // Czech
        "automatická odpověď", "mimo kancelář", "nepřítomnost v kanceláři",
        // Slovak
        "automatická odpoveď", "mimo kancelárie", "neprítomnosť v kancelárii",
        // Slovenian
        "samodejni odgovor", "odsotnost z dela", "odsoten iz pisarne",
        // Croatian, Bosnian
        "automatski odgovor", "izvan ureda", "odsutan iz ureda",
        // Serbian
        "аутоматски одговор", "ван канцеларије", "van kancelarije",
        // Macedonian
        "автоматски одговор", "надвор од канцеларија",
        // Bulgarian
        "автоматичен отговор", "извън офиса", "отсъствие от офиса",
        // Hungarian
        "automatikus válasz", "házon kívül", "irodán kívül",
        // Romanian
        "răspuns automat", "raspuns automat", "în afara biroului", "absent din birou",
        // Albanian
        "përgjigje automatike", "jashtë zyrës",
        // Turkish
        "otomatik yanıt", "otomatik cevap", "ofis dışında",
        // Greek
        "αυτόματη απάντηση", "εκτός γραφείου", "απουσία από το γραφείο",
        // Russian
        "автоматический ответ", "автоответ", "нет на работе", "вне офиса", "нет на месте",
        // Ukrainian
        "автоматична відповідь", "автовідповідь", "поза офісом", "немає на роботі",
        // Estonian
        "automaatne vastus", "automaatvastus", "kontorist väljas",
        // Latvian
        "automātiska atbilde", "automātiskā atbilde", "ārpus biroja",
        // Lithuanian
        "automatinis atsakymas", "ne biure", "nesu biure",
        // Catalan
        "resposta automàtica", "fora de l'oficina",
        // Basque
        "erantzun automatikoa", "bulegotik kanpo",
        // Galician
        "resposta automática", "fóra da oficina",
        // Irish
        "freagra uathoibríoch", "as an oifig",
        // Hebrew
        "תשובה אוטומטית", "מענה אוטומטי", "מחוץ למשרד",
        // Arabic
        "رد تلقائي", "الرد التلقائي", "خارج المكتب",
        // Persian
        "پاسخ خودکار", "خارج از دفتر",
        // Hindi
        "स्वचालित उत्तर", "कार्यालय से बाहर",
        // Thai
        "ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ", "ไม่อยู่ที่สำนักงาน",
        // Vietnamese
        "trả lời tự động", "thư trả lời tự động", "vắng mặt tại văn phòng",
        // Indonesian
        "balasan otomatis", "di luar kantor",
        // Malay
        "balasan automatik", "di luar pejabat",
        // Japanese
        "自動応答", "自動返信", "不在通知", "不在のお知らせ",
        // Chinese
        "自动回复", "自動回覆", "自动答复", "外出", "不在办公室",
        // Korean
        "자동 회신", "자동 응답", "부재중", "부재 중",
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
