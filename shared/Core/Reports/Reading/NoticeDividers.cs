using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Lines that end the text of a notice: a heading above the returned mail, or the first field of its header.
/// </summary>
internal static partial class NoticeDividers
{
    private const int LongestHeading = 120;

    // csharpier-ignore
    private static readonly string[] Headings =
    [
        "original message", "original mail", "bounced message", "bounced mail", "bounced e-mail", "original header",
        "original e-mail", "returned message", "returned mail", "unsent message", "unsent mail", "undelivered message",
        "rejected message", "copy of the message", "copy of your message", "copy of the original", "copy of the mail",
        "message header", "message text", "message body", "mail header", "header of the", "headers of the",
        "text of the message", "original-nachricht", "ursprüngliche nachricht", "originalnachricht",
        "kopie der nachricht", "message d'origine", "message original", "copie du message", "mensaje original",
        "copia del mensaje", "mensagem original", "cópia da mensagem", "messaggio originale", "copia del messaggio",
        "oorspronkelijk bericht", "ursprungligt meddelande", "oprindelig", "opprinnelig", "treść wiadomości",
        "исходное сообщение", "оригинал", "元のメッセージ", "原文", "原始邮件", "原始郵件",
    ];

    private static readonly string[] Continuations = ["follow", "below", "begins", "appended"];

    public static bool IsDivider(string line) => IsHeader(line) || IsHeading(line.Trim());

    /// <summary>
    /// Whether the line is a field that begins the header of a returned mail. Notices that only quote fields such as To
    /// and Subject indent them or leave these out.
    /// </summary>
    public static bool IsHeader(string? line) => line is not null && FirstField().IsMatch(line);

    // "The original message was received at …" is not a heading: it has neither a rule of dashes nor a word that
    // announces the mail.
    private static bool IsHeading(string line)
    {
        if (line.Length is 0 or > LongestHeading || !ContainsAny(line, Headings))
            return false;
        return "-=*|_#+".Contains(line[0], StringComparison.Ordinal)
            || "-=*|_#:".Contains(line[^1], StringComparison.Ordinal)
            || ContainsAny(line, Continuations);
    }

    private static bool ContainsAny(string line, string[] phrases) =>
        Array.Exists(phrases, phrase => line.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        "^(?:Received|Return-Path|DKIM-Signature|DomainKey-Signature|X-Received|ARC-Seal|MIME-Version"
            + "|X-Google-Smtp-Source):",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex FirstField();
}
