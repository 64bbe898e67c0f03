using System.Text.Json.Serialization;

namespace Postern.Core.Journal;

/// <summary>How a mail came in.</summary>
/// <param name="Source"><c>mailbox:{server}/{folder}</c>, <c>http</c>, <c>queue</c>, <c>try</c> or a provider's name.</param>
/// <param name="MailFrom">SMTP envelope sender, where known; empty = null return path.</param>
/// <param name="RcptTo">SMTP envelope recipients, where known.</param>
/// <param name="FallbackModel">Model of the record that is created when no other rule applies.</param>
public sealed record MailOrigin(
    string Source,
    string? MailFrom = null,
    IReadOnlyList<string>? RcptTo = null,
    string? FallbackModel = null
)
{
    private const string OfMailbox = "mailbox:";

    /// <summary>The source of a test mail.</summary>
    public const string Try = "try";

    public static MailOrigin Queue { get; } = new("queue");

    /// <summary>Id of the incoming server whose mailbox it was fetched from; null for other mail.</summary>
    [JsonIgnore]
    public string? Mailbox =>
        Source.StartsWith(OfMailbox, StringComparison.Ordinal) ? Source[OfMailbox.Length..].Split('/')[0] : null;

    /// <summary>The source of a mail from a folder of a mailbox.</summary>
    public static string SourceOf(string server, string folder) => $"{OfMailbox}{server}/{folder}";

    /// <summary>IP address of the SMTP client that handed the mail over, where known.</summary>
    public string? Client { get; init; }

    /// <summary>What that client called itself in HELO or EHLO, where known.</summary>
    public string? Helo { get; init; }

    /// <summary>Whether the message keeps the mail's attachments.</summary>
    public bool KeepAttachments { get; init; } = true;

    /// <summary>Whether the message keeps the raw mail as a file.</summary>
    public bool KeepOriginal { get; init; }

    /// <summary>
    /// The mail came with the first fetch of a mailbox and is older than a day: nobody is notified, and the sender gets
    /// no notice.
    /// </summary>
    public bool Silent { get; init; }
}
