using Postern.Mail;

namespace Postern.Contracts;

/// <summary>Queues <c>outbound-mail</c> and <c>outbound-bulk</c>: a mail that a program sends, which belongs to no record.</summary>
public sealed record OutboundMail : QueueContract
{
    /// <summary>Header fields that a program may set: none that the gateway decides or that addresses anybody.</summary>
    public static IReadOnlyList<string> AllowedHeaders { get; } =
        ["Auto-Submitted", "Importance", "In-Reply-To", "Keywords", "Precedence", "Priority", "References", "X-Auto-Response-Suppress", "X-Priority"];

    /// <summary>The program's own id of this mail: putting it on the queue again sends nothing more.</summary>
    public required string Id { get; init; }

    public required string From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> Cc { get; init; } = [];

    public IReadOnlyList<string> Bcc { get; init; } = [];

    public string? ReplyTo { get; init; }

    public required string Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];

    /// <summary>Id of the outgoing server to use; default: the one that may speak for From.</summary>
    public string? Server { get; init; }

    public override ContractProblem? FindProblem()
    {
        if (Id.Length is 0 or > 200) return new("id", "must have 1 to 200 characters");
        if (!EmailAddress.TryParse(From, out _)) return new("from", $"'{From}' is not an e-mail address");
        if (To.Count + Cc.Count + Bcc.Count == 0) return new("to", "a mail needs a recipient in to, cc or bcc");
        if ((AddressProblem("to", To) ?? AddressProblem("cc", Cc) ?? AddressProblem("bcc", Bcc)) is { } wrong) return wrong;
        if (ReplyTo is not null && !EmailAddress.TryParse(ReplyTo, out _)) return new("replyTo", $"'{ReplyTo}' is not an e-mail address");
        if (Headers?.FirstOrDefault(header => HeaderReason(header) is not null) is { Key: not null } header) return new($"headers.{header.Key}", HeaderReason(header)!);
        if (Attachments.FirstOrDefault(item => item.FindReason() is not null) is { } attachment) return new("attachments", $"'{attachment.Name}' {attachment.FindReason()}");
        return new BodyItem(Text, Html, TextBlob, HtmlBlob).FindProblem();
    }

    private static ContractProblem? AddressProblem(string field, IReadOnlyList<string> addresses) =>
        addresses.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong ? new(field, $"'{wrong}' is not an e-mail address") : null;

    private static string? HeaderReason(KeyValuePair<string, string> header)
    {
        if (!AllowedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)) return $"is not one of {string.Join(", ", AllowedHeaders)}";
        // JSON may hold a null where the type says there is none.
        if (header.Value is null) return "must not be null";
        return header.Value.Any(char.IsControl) ? "must not hold line breaks or other control characters" : null;
    }
}
