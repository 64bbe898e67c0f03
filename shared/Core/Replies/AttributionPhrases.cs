namespace Postern.Core.Replies;

/// <summary>Words of the line that introduces a quote ("On ... wrote:"), in many languages.</summary>
internal static class AttributionPhrases
{
    // csharpier-ignore-start

    public static readonly string[] Verbs =
    [
        "wrote", "writes", "a écrit", "a ecrit", "schrieb", "schrieben", "geschrieben", "escribió", "escribio",
        "ha escrito", "ha scritto", "scrisse", "escreveu", "schreef", "geschreven", "skrev", "kirjoitti", "napisał(a)",
        "napisał", "wiadomość napisana przez", "napisała", "pisze", "napsal(a)", "napsal", "napsala", "napísal",
        "napísala", "írta", "ezt írta", "написал(а)", "написал", "написала", "написав", "пишет", "писал", "писал(а)",
        "пише", "a scris", "yazdı", "şunu yazdı", "έγραψε", "đã viết", "va escriure", "ha escrit", "je napisao",
        "je napisao/la", "napisao je", "написа", "写道", "寫道", "書きました", "作成", "작성", "wrote/napisał",
    ];

    /// <summary>First words: prepositions and weekdays before the date.</summary>
    public static readonly string[] Openings =
    [
        "on", "at", "le", "am", "el", "il", "in data", "em", "op", "den", "på", "d.", "dnia", "w dniu", "dne", "dňa",
        "vào", "pe", "în", "în data", "a", "ma", "ke", "ti", "to", "la", "su", "lø", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понедельник",
        "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "στις", "dana", "на",
    ];

    // csharpier-ignore-end
}
