namespace Postern.Core.Reports.Reading;

/// <summary>
/// Phrases that mail systems write in the subjects and first lines of notices. They match anywhere, in any case.
/// </summary>
internal static class NoticePhrases
{
    // csharpier-ignore-start

    /// <summary>The mail was not delivered.</summary>
    public static readonly string[] Failures =
    [
        // English
        "failure notice", "failure notification", "failure delivery", "failed delivery", "returned mail",
        "returned message", "undeliverable", "undeliver", "nondeliverable", "non-delivery", "nondelivery",
        "delivery failure", "delivery failed", "delivery has failed", "delivery error", "delivery status notification",
        "delivery report", "delivery notification", "delivery problem", "mail system error", "error sending your mail",
        "mail failed", "mail failure", "mail error", "message error", "processing error", "mail delivery failed",
        "message delivery has failed", "returning message to sender", "returned to sender", "return to sender",
        "returning to sender", "failed permanently", "permanent error", "permanent fatal errors", "permanent failure",
        "delivery errors", "had delivery errors", "could not be delivered", "couldn't be delivered",
        "cannot be delivered", "can not be delivered", "can't be delivered", "was not delivered", "wasn't delivered",
        "not been delivered", "not delivered to", "unable to deliver", "wasn't able to deliver",
        "was not able to deliver", "not able to deliver", "could not deliver", "couldn't deliver", "not deliver your",
        "error delivering your mail", "trouble delivering", "problem delivering", "did not reach",
        "could not be reached", "could not be sent", "couldn't be sent", "message not delivered", "message not sent",
        "messages weren't sent", "was rejected by", "invalid user address", "following address(es) failed",
        "following addresses failed", "following recipients", "following recipient", "has been returned because",
        "undelivered", "message was not accepted", "unknown user:", "mailbox is full", "not a member", "are not member",
        "loop alert", "attempting to deliver", "attempted to send", "while trying to deliver", "errors from",
        "failed addresses",
        // German
        "unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "nicht zugestellt", "zustellfehler",
        "fehler bei der zustellung", "nicht übermittelt", "nicht ausgeliefert", "unzustellbarkeit",
        // French
        "non remis", "non distribu", "non délivr", "non livré", "échec de la remise", "échec de remise",
        "échec de la livraison", "échec d'envoi", "avis de non-remise", "n'a pas pu être remis", "n'a pu être remis",
        "pas pu être délivré", "pas pu être distribué", "impossible de remettre",
        // Spanish
        "no se puede entregar", "no se ha podido entregar", "no se pudo entregar", "no pudo ser entregado",
        "no ha podido ser entregado", "no entregado", "error de entrega", "fallo de entrega", "fallo en la entrega",
        "correo devuelto", "mensaje devuelto",
        // Portuguese
        "não entregue", "nao entregue", "não foi entregue", "não foi possível entregar", "nao foi possivel entregar",
        "não pode ser entregue", "não pôde ser entregue", "falha na entrega", "mensagem devolvida",
        "não é possível entregar",
        // Italian
        "non recapitabile", "impossibile recapitare", "mancato recapito", "mancata consegna", "non consegnat",
        "non è stato recapitato", "non è stato possibile recapitare", "consegna non riuscita",
        // Dutch
        "onbestelbaar", "niet bezorgd", "niet afgeleverd", "kan niet worden bezorgd", "kon niet worden", "onbestelbare",
        // Swedish
        "kan inte levereras", "kunde inte levereras", "olevererbar", "ej levererbar",
        // Danish, Norwegian
        "kunne ikke leveres", "kan ikke leveres", "ikke leveret", "ikke levert", "uleverbar",
        // Finnish
        "ei voitu toimittaa", "ei voida toimittaa", "toimittamaton",
        // Polish
        "niedostarcz", "nie można dostarczyć", "nie dostarczono", "nie mogła zostać dostarczona",
        // Czech
        "nedoručiteln", "nelze doručit", "nedoručen",
        // Hungarian
        "nem kézbesíthető", "kézbesíthetetlen", "nem sikerült kézbesíteni",
        // Romanian
        "nelivrat", "nu poate fi livrat", "nu a putut fi livrat",
        // Turkish
        "teslim edilemedi", "iletilemedi",
        // Greek
        "αδύνατη η παράδοση", "δεν ήταν δυνατή η παράδοση",
        // Russian
        "недоставлен", "не доставлен", "не может быть доставлено", "не удалось доставить", "ошибка доставки",
        "не было доставлено",
        // Ukrainian
        "не може бути доставлен", "не вдалося доставити",
        // Japanese
        "配信不能", "配信できません", "配信エラー", "配送できません", "送信できません", "送信に失敗", "エラーのため", "不達", "お届けできません", "届きませんでした",
        // Chinese
        "退信", "无法投递", "無法投遞", "無法傳遞", "无法送达", "投递失败", "投遞失敗", "无法发送",
        // Korean
        "배달되지", "전송 실패", "전송되지", "반송", "배달 실패",
    ];

    /// <summary>The mail is still being retried. No notice of a final failure contains one of these.</summary>
    public static readonly string[] Delays =
    [
        "not yet been delivered", "has been delayed", "have been delayed", "is delayed", "delivery is delayed",
        "delivery delayed", "delayed mail", "delivery status notification (delay)", "warning message only",
        "warning: could not send", "warning: message", "could not send message for past",
        "could not send mail for past", "delivery attempts will continue", "will be retried",
        "will continue to be made", "will keep trying", "will continue trying", "still being retried",
        "still trying to deliver", "delivery incomplete", "temporary delivery problem", "you do not need to resend",
        "not been delivered yet", "delivery will be attempted", "wird weiter versucht", "zustellung verzögert",
        "noch nicht zugestellt", "remise retardée", "retrasado", "em atraso", "in ritardo",
    ];

    /// <summary>The mail was delivered.</summary>
    public static readonly string[] Successes =
    [
        "successful mail delivery", "successfully delivered", "delivery status notification (success)",
        "delivered successfully", "has been delivered to", "was delivered to the following", "successfully relayed",
    ];

    /// <summary>Prefixes of the subjects of replies and forwarded mail.</summary>
    public static readonly string[] ReplyPrefixes =
    [
        "re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "rv:", "sv:", "vs:", "antw:", "r:",
    ];

    // csharpier-ignore-end
}
