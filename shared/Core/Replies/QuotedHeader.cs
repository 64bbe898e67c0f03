namespace Postern.Core.Replies;

/// <summary>The header fields that Outlook and others write above a quoted mail, in many languages.</summary>
internal static class QuotedHeader
{
    // Room for names and subjects that were wrapped.
    private const int LongestBlock = 12;

    private enum Kind
    {
        From,
        Sent,
        Date,
        To,
        Cc,
        Subject,
    }

    private static readonly (Kind Kind, string[] Names)[] Names =
    [
        (
            Kind.From,
            [
                "from",
                "von",
                "de",
                "da",
                "van",
                "från",
                "fra",
                "od",
                "lähettäjä",
                "feladó",
                "от",
                "от кого",
                "від",
                "kimden",
                "gönderen",
                "από",
                "expéditeur",
                "remitente",
                "mittente",
                "afzender",
                "avsändare",
                "nadawca",
                "odesílatel",
                "odosielateľ",
                "expeditor",
                "de la",
                "từ",
                "发件人",
                "寄件者",
                "差出人",
                "보낸 사람",
            ]
        ),
        (
            Kind.Sent,
            [
                "sent",
                "gesendet",
                "gesendet am",
                "envoyé",
                "envoyé le",
                "enviado",
                "enviado el",
                "enviado em",
                "enviada",
                "enviada em",
                "inviato",
                "inviato il",
                "verzonden",
                "skickat",
                "sendt",
                "lähetetty",
                "wysłano",
                "wysłane",
                "odesláno",
                "odoslané",
                "elküldve",
                "küldve",
                "отправлено",
                "надіслано",
                "gönderildi",
                "gönderme tarihi",
                "στάλθηκε",
                "trimis",
                "đã gửi",
                "发送时间",
                "傳送時間",
                "寄件日期",
                "送信日時",
                "보낸 날짜",
                "message du",
                "message from",
            ]
        ),
        (
            Kind.Date,
            [
                "date",
                "datum",
                "fecha",
                "data",
                "dato",
                "päiväys",
                "päivämäärä",
                "dátum",
                "дата",
                "tarih",
                "ημερομηνία",
                "date d'envoi",
                "ngày",
                "日期",
                "日付",
                "日時",
                "날짜",
            ]
        ),
        (
            Kind.To,
            [
                "to",
                "an",
                "à",
                "a",
                "para",
                "aan",
                "till",
                "til",
                "vastaanottaja",
                "do",
                "komu",
                "címzett",
                "кому",
                "kime",
                "προς",
                "către",
                "destinataire",
                "đến",
                "收件人",
                "收件者",
                "宛先",
                "받는 사람",
            ]
        ),
        (
            Kind.Cc,
            [
                "cc",
                "kopie",
                "kopie (cc)",
                "copie",
                "copie à",
                "cópia",
                "kopia",
                "kopi",
                "kópia",
                "másolat",
                "копия",
                "копія",
                "bilgi",
                "κοιν",
                "抄送",
                "副本",
                "참조",
                "reply-to",
                "antwort an",
                "répondre à",
                "responder a",
                "rispondi a",
            ]
        ),
        (
            Kind.Subject,
            [
                "subject",
                "betreff",
                "objet",
                "asunto",
                "oggetto",
                "assunto",
                "onderwerp",
                "ämne",
                "emne",
                "aihe",
                "temat",
                "předmět",
                "predmet",
                "tárgy",
                "тема",
                "konu",
                "θέμα",
                "subiect",
                "chủ đề",
                "主题",
                "主旨",
                "件名",
                "제목",
            ]
        ),
    ];

    private static readonly Dictionary<string, Kind> Kinds = Names
        .SelectMany(group => group.Names.Select(name => (name, group.Kind)))
        .DistinctBy(pair => pair.name)
        .ToDictionary(pair => pair.name, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the header of an earlier mail begins at this line.</summary>
    public static bool Begins(IReadOnlyList<ReplyLine> lines, int at)
    {
        if (Field(lines[at].Text) is not (Kind.From or Kind.Sent or Kind.Date))
            return false;
        var (kinds, address) = (new HashSet<Kind>(), false);
        for (var i = at; i < Math.Min(lines.Count, at + LongestBlock) && !lines[i].IsBlank; i++)
        {
            if (Field(lines[i].Text) is { } kind)
                kinds.Add(kind);
            address |= lines[i].Text.Contains('@', StringComparison.Ordinal);
        }
        // A person too may write "From: Paris, To: Oslo"; a mail's header names an address or when it was sent.
        return kinds.Count >= 2 && (address || (kinds.Contains(Kind.Sent) && kinds.Count >= 3));
    }

    /// <summary>The same for a place that already looks like a border: blank lines may come first.</summary>
    public static bool BeginsNear(IReadOnlyList<ReplyLine> lines, int at)
    {
        while (at < lines.Count && lines[at].IsBlank)
            at++;
        return at < lines.Count && (Begins(lines, at) || Field(lines[at].Text) == Kind.From);
    }

    private static Kind? Field(string text)
    {
        var line = text.AsSpan().TrimStart(" \t*_\u00A0");
        var colon = line.IndexOfAny(':', '：');
        if (colon is < 1 or > 24)
            return null;
        var name = line[..colon].Trim(" \t*_\u00A0");
        return Kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var kind) ? kind : null;
    }
}
