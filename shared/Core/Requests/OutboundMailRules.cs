using Postern.Contracts.Queues;
using Postern.Core.Addresses;

namespace Postern.Core.Requests;

/// <summary>Validates a program's own mail on <c>outbound-mail</c> or <c>outbound-bulk</c>.</summary>
internal static class OutboundMailRules
{
    public static ContractProblem? FindProblem(OutboundMail mail)
    {
        if (ProgramId.FindProblem(mail.Id) is { } id)
            return id;
        return FindAddressProblem(mail)
            ?? FindHeaderProblem(mail.Headers)
            ?? MetadataRules.FindProblem(mail.Metadata)
            ?? AttachmentRules.FindProblem(mail.Attachments, onThread: false)
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

    private static ContractProblem? FindHeaderProblem(IReadOnlyDictionary<string, string>? headers)
    {
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (FindHeaderReason(name, value) is { } reason)
                return new($"headers.{name}", reason);
        }
        return null;
    }

    // The value may be null: deserialisation does not check values of a dictionary.
    private static string? FindHeaderReason(string name, string? value)
    {
        if (!OutboundMail.AllowedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            return $"is not one of {string.Join(", ", OutboundMail.AllowedHeaders)}";
        if (value is null)
            return "must not be null";
        return value.Any(char.IsControl) ? "must not hold line breaks or other control characters" : null;
    }
}
