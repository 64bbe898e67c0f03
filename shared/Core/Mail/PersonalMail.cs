using System.Text;
using Postern.Core.Mime;
using Postern.Core.Reports;

namespace Postern.Core.Mail;

/// <summary>
/// Recognises mail that a person wrote for a person to read: it has text of its own and no sign that a program wrote
/// it. Lists, precedence and redirects say how a mail travelled, not who wrote it, and a subject alone says nothing.
/// </summary>
internal static class PersonalMail
{
    // Written by lists, by servers on the way, or by people themselves.
    private static readonly string[] NoProof =
    [
        "Precedence:",
        "X-Auto-Response-Suppress:",
        "X-MS-Exchange-Inbox-Rules-Loop:",
        "Subject:",
    ];

    public static bool Is(IncomingMail mail) => !IsOfProgram(mail) && !IsReport(mail) && HasText(mail);

    // RFC 3834 §5, RFC 5321 §4.5.5, RFC 6522 §3.
    private static bool IsOfProgram(IncomingMail mail) =>
        mail.NullReturnPath || (mail.Automatic is { } automatic && IsProof(automatic));

    // Of an automatic answer the signs above decide.
    private static bool IsReport(IncomingMail mail) =>
        mail.Report is not (null or { Kind: BounceReportKind.Automatic });

    private static bool IsProof(AutomaticMail automatic) =>
        automatic.Kind is AutomaticMailKind.List or AutomaticMailKind.Bulk
            ? HasReason(automatic, "Auto-Submitted:")
            : !Array.Exists(NoProof, field => HasReason(automatic, field));

    private static bool HasReason(AutomaticMail automatic, string field) =>
        automatic.Reason.StartsWith(field, StringComparison.OrdinalIgnoreCase);

    // Where nothing but a quote is found, all of it counts as new text.
    private static bool HasText(IncomingMail mail) =>
        mail.ReplyText.New.Split('\n').Any(line => !line.StartsWith('>') && line.EnumerateRunes().Any(IsReadable));

    private static bool IsReadable(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune);
}
