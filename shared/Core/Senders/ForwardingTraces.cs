using MimeKit;
using Postern.Core.Mail;

namespace Postern.Core.Senders;

/// <summary>Signs that a mail was sent on by a list or a mailbox, whose server its author's SPF does not name.</summary>
internal static class ForwardingTraces
{
    private static readonly HashSet<string> Fields = new(
        [
            "ARC-Seal",
            "List-Id",
            "List-Post",
            "Mailing-List",
            "X-BeenThere",
            "X-Forwarded-Encrypted",
            "X-Forwarded-For",
            "X-Forwarded-To",
            "X-Mailing-List",
            "X-MS-Exchange-Inbox-Rules-Loop",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    // Of the sender rewriting scheme, and Gmail's.
    private static readonly string[] Paths = ["srs0=", "srs0+", "srs0-", "srs1=", "srs1+", "srs1-"];

    /// <summary>The field that shows it; null when none does.</summary>
    public static string? Find(IncomingMail mail)
    {
        if (mail.Message.Headers.FirstOrDefault(IsTrace) is { } field)
            return field.Field;
        var path = mail.ReturnPath?.LocalPart ?? "";
        var isRewritten =
            Paths.Any(start => path.StartsWith(start, StringComparison.Ordinal))
            || path.Contains("+caf_=", StringComparison.Ordinal);
        return isRewritten ? "the reverse path" : null;
    }

    private static bool IsTrace(Header field) =>
        Fields.Contains(field.Field) || field.Field.StartsWith("Resent-", StringComparison.OrdinalIgnoreCase);
}
