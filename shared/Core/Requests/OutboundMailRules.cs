using Postern.Contracts.Queues;
using Postern.Core.Addresses;

namespace Postern.Core.Requests;

/// <summary>What a program's own mail on <c>outbound-mail</c> or <c>outbound-bulk</c> must hold.</summary>
internal static class OutboundMailRules
{
    private const int LongestId = 200;

    public static ContractProblem? FindProblem(OutboundMail mail)
    {
        if (mail.Id.Length is 0 or > LongestId)
            return new("id", "must have 1 to 200 characters");
        return FindAddressProblem(mail)
            ?? FindHeaderProblem(mail.Headers)
            ?? AttachmentRules.FindProblem(mail.Attachments)
            ?? new BodyItem(mail.Text, mail.Html, mail.TextBlob, mail.HtmlBlob).FindProblem();
    }

    private static ContractProblem? FindAddressProblem(OutboundMail mail)
    {
        if (!EmailAddress.TryParse(mail.From, out _))
            return new("from", $"'{mail.From}' is not an e-mail address");
        if (mail.To.Count + mail.Cc.Count + mail.Bcc.Count == 0)
            return new("to", "a mail needs a recipient in to, cc or bcc");
        if ((FindWrong("to", mail.To) ?? FindWrong("cc", mail.Cc) ?? FindWrong("bcc", mail.Bcc)) is { } wrong)
            return wrong;
        return mail.ReplyTo is not null && !EmailAddress.TryParse(mail.ReplyTo, out _)
            ? new("replyTo", $"'{mail.ReplyTo}' is not an e-mail address")
            : null;
    }

    private static ContractProblem? FindWrong(string field, IReadOnlyList<string> addresses) =>
        addresses.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong
            ? new(field, $"'{wrong}' is not an e-mail address")
            : null;

    private static ContractProblem? FindHeaderProblem(IReadOnlyDictionary<string, string>? headers) =>
        headers?.FirstOrDefault(header => FindHeaderReason(header) is not null) is { Key: not null } wrong
            ? new($"headers.{wrong.Key}", FindHeaderReason(wrong)!)
            : null;

    private static string? FindHeaderReason(KeyValuePair<string, string> header)
    {
        if (!OutboundMail.AllowedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            return $"is not one of {string.Join(", ", OutboundMail.AllowedHeaders)}";
        // JSON may hold a null where the type says there is none.
        if (header.Value is null)
            return "must not be null";
        return header.Value.Any(char.IsControl) ? "must not hold line breaks or other control characters" : null;
    }
}
