using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>Lines that end a mail system's words: a heading of the returned mail, or the beginning of its header.</summary>
internal static partial class NoticeDividers
{
    private const int LongestHeading = 120;

    private static readonly string[] Headings =
    [
        "original message",
        "original mail",
        "bounced message",
        "bounced mail",
        "bounced e-mail",
        "original header",
        "original e-mail",
        "returned message",
        "returned mail",
        "unsent message",
        "unsent mail",
        "undelivered message",
        "rejected message",
        "copy of the message",
        "copy of your message",
        "copy of the original",
        "copy of the mail",
        "message header",
        "message text",
        "message body",
        "mail header",
        "header of the",
        "headers of the",
        "text of the message",
        "original-nachricht",
        "ursprüngliche nachricht",
        "originalnachricht",
        "kopie der nachricht",
        "message d'origine",
        "message original",
        "copie du message",
        "mensaje original",
        "copia del mensaje",
        "mensagem original",
        "cópia da mensagem",
        "messaggio originale",
        "copia del messaggio",
        "oorspronkelijk bericht",
        "ursprungligt meddelande",
        "oprindelig",
        "opprinnelig",
        "treść wiadomości",
        "исходное сообщение",
        "оригинал",
        "元のメッセージ",
        "原文",
        "原始邮件",
        "原始郵件",
    ];

    private static readonly string[] Continuations = ["follow", "below", "begins", "appended"];

    public static bool Begins(string line) => IsHeader(line) || IsHeading(line.Trim());

    // The fields that stand first in a returned header, at the margin; a notice that tells To and Subject indents them or leaves these out.
    public static bool IsHeader(string? line) => line is not null && HeaderLine().IsMatch(line);

    // "The original message was received at …" is no heading: it has neither a rule of dashes nor a word that points on.
    private static bool IsHeading(string line)
    {
        if (
            line.Length is 0 or > LongestHeading
            || !Array.Exists(Headings, words => line.Contains(words, StringComparison.OrdinalIgnoreCase))
        )
            return false;
        return "-=*|_#+".Contains(line[0], StringComparison.Ordinal)
            || "-=*|_#:".Contains(line[^1], StringComparison.Ordinal)
            || Array.Exists(Continuations, word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(
        """^(?:Received|Return-Path|DKIM-Signature|DomainKey-Signature|X-Received|ARC-Seal|MIME-Version|X-Google-Smtp-Source):""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex HeaderLine();
}
