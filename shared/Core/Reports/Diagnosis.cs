namespace Postern.Core.Reports;

/// <summary>Why a server did not take a mail, worked out from its reply alone: the same for a bounce and for a refusal in our own SMTP session.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Class">Whether another mail to the address may arrive.</param>
/// <param name="Status">Enhanced status code, as given or as the words hold it; null without one.</param>
/// <param name="ReplyCode">SMTP reply code, as given or as the words hold it; null without one.</param>
internal sealed record Diagnosis(BounceReason Reason, BounceClass Class, string? Status, int? ReplyCode)
{
    /// <summary>
    /// Whether the trouble is the address's own, so that it may count against it (P28): nobody there, closed, full, no such domain. Policy, spam,
    /// size, rate and authentication say something of the sender, the mail or the moment.
    /// </summary>
    public bool IsAboutAddress => SpeaksOfAddress(Reason);

    /// <summary>The same for a reason.</summary>
    public static bool SpeaksOfAddress(BounceReason reason) =>
        reason
            is BounceReason.UserUnknown
                or BounceReason.MailboxDisabled
                or BounceReason.MailboxFull
                or BounceReason.HostUnknown
                or BounceReason.Moved;

    /// <summary>Reads a reply. Never throws.</summary>
    /// <param name="text">The server's words; codes in them are found.</param>
    /// <param name="replyCode">SMTP reply code (RFC 5321 §4.2) where it is known apart from the words.</param>
    /// <param name="status">Enhanced status code (RFC 3463) where it is known apart from the words.</param>
    public static Diagnosis Of(string? text, int? replyCode = null, string? status = null) =>
        DiagnosisRules.Read(text ?? "", replyCode, status);
}
