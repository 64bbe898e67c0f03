namespace Postern.DevHost.Smtp;

/// <summary>
/// The envelope of one mail (RFC 5321): reverse path (empty for <c>&lt;&gt;</c>), its parameters, and the recipients.
/// </summary>
public sealed record SmtpEnvelope(string From, IReadOnlyList<string> Parameters, IReadOnlyList<string> Recipients);
