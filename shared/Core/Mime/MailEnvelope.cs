using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>The SMTP envelope (RFC 5321 §3.3) of a received mail, where the transport has one.</summary>
/// <param name="MailFrom">The reverse path; null for the null reverse path <c>&lt;&gt;</c>.</param>
/// <param name="RcptTo">The forward paths.</param>
public sealed record MailEnvelope(EmailAddress? MailFrom, IReadOnlyList<EmailAddress> RcptTo)
{
    /// <summary>
    /// False when only the recipients are known: then a null <see cref="MailFrom"/> has no meaning, and the Return-Path
    /// field is used.
    /// </summary>
    public bool MailFromKnown { get; init; } = true;
}
