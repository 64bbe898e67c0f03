using MimeKit;
using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// The mail that a notice returns. It says in any language that the mail is a notice: it was written by whom the notice
/// is addressed to.
/// </summary>
internal static class ReturnedMail
{
    private const int DeepestPart = 2;

    /// <summary>Whether the mail may return another, as a part or with its trace fields in the text.</summary>
    public static bool MayBeIn(IncomingMail mail) =>
        HasMessage(mail.Message.Body, DeepestPart) || mail.Text.Contains("\nReceived: ", StringComparison.Ordinal);

    /// <summary>Whether the recipient of the notice, or its domain, wrote the returned mail.</summary>
    public static bool IsOfRecipient(IncomingMail mail, FieldBlock original)
    {
        if (original.IsEmpty)
            return false;
        string?[] authors = [original.Value("From"), original.Value("Sender"), original.Value("Return-Path")];
        var domains = authors.Select(ReportAddress.Read).OfType<string>().Select(DomainOf).ToHashSet();
        return mail.HeaderTo.Concat(mail.Recipients).Any(recipient => domains.Contains(recipient.Domain));
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static bool HasMessage(MimeEntity? entity, int depth) =>
        entity is MessagePart
        || (entity is Multipart parts && depth > 0 && parts.Any(part => HasMessage(part, depth - 1)));
}
