namespace Postern.Core.Journal;

/// <summary>How a mail came in.</summary>
/// <param name="Source"><c>mailbox:{server}/{folder}</c>, <c>http</c>, <c>queue</c> or a provider's name.</param>
/// <param name="MailFrom">SMTP envelope sender, where known; empty = null return path.</param>
/// <param name="RcptTo">SMTP envelope recipients, where known.</param>
/// <param name="FallbackModel">Model of the record made when nothing else takes the mail.</param>
public sealed record MailOrigin(
    string Source,
    string? MailFrom = null,
    IReadOnlyList<string>? RcptTo = null,
    string? FallbackModel = null
)
{
    public static MailOrigin Queue { get; } = new("queue");

    /// <summary>Whether the files of the mail are kept on its message.</summary>
    public bool KeepAttachments { get; init; } = true;

    /// <summary>Whether the mail as it came is kept on its message, as a file.</summary>
    public bool KeepOriginal { get; init; }

    /// <summary>It came with the first reading of a mailbox and is older than a day: nobody is notified of it, and its sender hears nothing.</summary>
    public bool Silent { get; init; }
}
