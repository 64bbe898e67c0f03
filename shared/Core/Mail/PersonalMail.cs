using System.Text;
using Postern.Core.Reports;

namespace Postern.Core.Mail;

/// <summary>
/// Recognises mail that a person wrote for a person to read: it has text of its own and no strong sign that a program
/// wrote it (RFC 3834 §5, RFC 5321 §4.5.5, RFC 6522 §3).
/// </summary>
internal static class PersonalMail
{
    public static bool Is(IncomingMail mail) =>
        mail is { NullReturnPath: false, Automatic: null }
        && mail.Report is (null or { Kind: BounceReportKind.Automatic })
        && HasText(mail);

    // Where nothing but a quote is found, all of it counts as new text.
    private static bool HasText(IncomingMail mail) =>
        mail.ReplyText.New.Split('\n').Any(line => !line.StartsWith('>') && line.EnumerateRunes().Any(IsReadable));

    private static bool IsReadable(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune);
}
