namespace Postern.Core.Replies;

/// <summary>A field of the header above a quoted mail.</summary>
internal enum QuotedField
{
    From,
    Sent,
    Date,
    To,
    Cc,
    Subject,
}

/// <summary>The names of the fields that Outlook and others write above a quoted mail, in many languages.</summary>
internal static class QuotedFields
{
    private const int LongestName = 24;

    // csharpier-ignore-start
    private static readonly (QuotedField Field, string[] Names)[] Names =
    [
        (QuotedField.From, [
            "from", "von", "de", "da", "van", "från", "fra", "od", "lähettäjä", "feladó", "от", "от кого", "від",
            "kimden", "gönderen", "από", "expéditeur", "remitente", "mittente", "afzender", "avsändare", "nadawca",
            "odesílatel", "odosielateľ", "expeditor", "de la", "từ", "发件人", "寄件者", "差出人", "보낸 사람",
        ]),
        (QuotedField.Sent, [
            "sent", "gesendet", "gesendet am", "envoyé", "envoyé le", "enviado", "enviado el", "enviado em", "enviada",
            "enviada em", "inviato", "inviato il", "verzonden", "skickat", "sendt", "lähetetty", "wysłano", "wysłane",
            "odesláno", "odoslané", "elküldve", "küldve", "отправлено", "надіслано", "gönderildi", "gönderme tarihi",
            "στάλθηκε", "trimis", "đã gửi", "发送时间", "傳送時間", "寄件日期", "送信日時", "보낸 날짜", "message du", "message from",
        ]),
        (QuotedField.Date, [
            "date", "datum", "fecha", "data", "dato", "päiväys", "päivämäärä", "dátum", "дата", "tarih", "ημερομηνία",
            "date d'envoi", "ngày", "日期", "日付", "日時", "날짜",
        ]),
        (QuotedField.To, [
            "to", "an", "à", "a", "para", "aan", "till", "til", "vastaanottaja", "do", "komu", "címzett", "кому",
            "kime", "προς", "către", "destinataire", "đến", "收件人", "收件者", "宛先", "받는 사람",
        ]),
        (QuotedField.Cc, [
            "cc", "kopie", "kopie (cc)", "copie", "copie à", "cópia", "kopia", "kopi", "kópia", "másolat", "копия",
            "копія", "bilgi", "κοιν", "抄送", "副本", "참조", "reply-to", "antwort an", "répondre à", "responder a",
            "rispondi a",
        ]),
        (QuotedField.Subject, [
            "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "aihe", "temat",
            "předmět", "predmet", "tárgy", "тема", "konu", "θέμα", "subiect", "chủ đề", "主题", "主旨", "件名", "제목",
        ]),
    ];
    // csharpier-ignore-end

    private static readonly Dictionary<string, QuotedField> Fields = Names
        .SelectMany(row => row.Names.Select(name => (Name: name, row.Field)))
        .ToDictionary(entry => entry.Name, entry => entry.Field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field that a line begins with, also between asterisks or underscores; null without one.</summary>
    public static QuotedField? OfLine(string text)
    {
        var line = text.AsSpan().TrimStart(" \t*_\u00A0");
        var colon = line.IndexOfAny(':', '：');
        if (colon is < 1 or > LongestName)
            return null;
        var name = line[..colon].Trim(" \t*_\u00A0");
        return Fields.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var field) ? field : null;
    }
}
