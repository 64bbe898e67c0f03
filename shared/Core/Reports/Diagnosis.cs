namespace Postern.Core.Reports;

/// <summary>
/// Why a server did not accept a mail, derived from its reply alone: the same for a bounce and for a rejection in our
/// own SMTP session.
/// </summary>
/// <param name="Reason">The reason.</param>
/// <param name="Class">Whether later mail to the address can be delivered.</param>
/// <param name="Status">Enhanced status code, as given or as found in the text; null without one.</param>
/// <param name="ReplyCode">SMTP reply code, as given or as found in the text; null without one.</param>
internal sealed record Diagnosis(BounceReason Reason, BounceClass Class, string? Status, int? ReplyCode)
{
    /// <summary>
    /// Whether the address itself is the problem, so that it may count against the address (P28): unknown, disabled,
    /// full, moved, or without a domain. Policy, spam, size, rate and authentication depend on the sender, the mail or
    /// the moment.
    /// </summary>
    public bool IsAboutAddress => SpeaksOfAddress(Reason);

    /// <summary><see cref="IsAboutAddress"/> for a reason alone.</summary>
    public static bool SpeaksOfAddress(BounceReason reason) =>
        reason
            is BounceReason.UserUnknown
                or BounceReason.MailboxDisabled
                or BounceReason.MailboxFull
                or BounceReason.HostUnknown
                or BounceReason.Moved;

    /// <summary>Diagnoses a reply. Never throws.</summary>
    /// <param name="text">The server's text, which may contain codes.</param>
    /// <param name="replyCode">SMTP reply code (RFC 5321 §4.2) where it is known separately.</param>
    /// <param name="status">Enhanced status code (RFC 3463) where it is known separately.</param>
    public static Diagnosis Of(string? text, int? replyCode = null, string? status = null) =>
        DiagnosisRules.Diagnose(text ?? "", replyCode, status);
}
