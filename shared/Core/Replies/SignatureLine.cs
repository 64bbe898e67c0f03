using System.Buffers;
using System.Text.RegularExpressions;

namespace Postern.Core.Replies;

/// <summary>
/// Lines that begin a signature: the delimiter (RFC 3676 §4.3), and the lines that phones and mail programs append.
/// </summary>
internal static partial class SignatureLine
{
    // Every line that the patterns below match contains one of these: a fast check before a slow one.
    // csharpier-ignore
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "sent", "outlook", "from my i", "envoyé", "gesendet", "inviato", "enviado", "verzonden", "verstuurd",
            "skickat", "skickades", "sendt", "lähetetty", "wysłan", "odesláno", "odoslané", "отправлен", "надіслано",
            "gönderildi", "στάλθηκε", "trimis", "送信", "发送", "發自", "发自", "보냄",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary><c>-- </c>, also where a program removed the space.</summary>
    public static bool IsDelimiter(string text) => text is "-- " or "--" or "--\u00A0" or "-- \u00A0";

    /// <summary>"Sent from my iPhone" in many languages. Text below it is not new.</summary>
    public static bool IsDevice(string text) =>
        text.Length is >= 4 and <= 160
        && text.AsSpan().ContainsAny(Words)
        && (BeginsWithDevice().IsMatch(text) || EndsWithVerb().IsMatch(text));

    // The device is a few words, and after a comma only an apology may follow; anything else is a sentence of the
    // author.
    [GeneratedRegex(
        """
            ^[\s\W]{0,4}(
              sent \s (from|via|with|by) \s | from \s my \s i(phone|pad) | get \s \[?outlook \s for \s
            | envoyé \s (depuis|de|à \s partir \s d[e']|avec|par) | télécharge[rz] \s outlook
            | gesendet \s (von|mit|über) \s | von \s meinem \s .* gesendet | von \s .{1,30} gesendet
            | outlook \s für \s .{1,20} beziehen
            | inviato \s (da|dal|con|tramite) \s | scarica \s outlook
            | enviado \s (desde|de|do|da|a \s partir|con|com|pelo|via) \s
            | obtener \s outlook | ob(ter|tenha) \s (o \s )?outlook
            | verzonden \s (met|vanaf|via|vanuit|van) \s | verstuurd \s (vanaf|met) \s
            | outlook \s voor \s .{1,20} downloaden
            | skickat \s från \s | skickades \s från \s | sendt \s (fra|med) \s | lähetetty \s | hanki \s outlook
            | wysłan[eoy] \s (z|ze|za) \s | odesláno \s (z|ze) \s | odoslané \s z \s
            | отправлено \s (из|с|со) \s | отправлен[ао]? \s (из|с|со) \s | надіслано \s (з|із|зі) \s
            | .{1,30} \s (tarafından|dan|den|ımdan|umdan) \s gönderildi | στάλθηκε \s από \s | trimis \s (de|din) \s
            | iphone\s*から送信 | 从我的 .{1,20} 发送 | 發自我的 | 发自我的 | 내 \s .{1,20} 에서 \s 보냄
            )
            [^,.;!?\n]{0,60} (\[?\(?<?https?:\S*)?
            ([,.!]\s* ((please|excuse|sorry|apolog|forgive|pardon|brevity|désolé|merci|bitte) .*)?)? $
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.IgnorePatternWhitespace
            | RegexOptions.NonBacktracking
            | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BeginsWithDevice();

    [GeneratedRegex(
        """^.{0,60}(gesendet\.?|gönderildi\.?|から送信)\s*$""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex EndsWithVerb();
}
