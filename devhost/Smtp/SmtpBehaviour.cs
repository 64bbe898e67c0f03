namespace Postern.DevHost.Smtp;

/// <summary>
/// How the catcher replies; by default it accepts everything. A reply is a whole line, such as <c>550 5.1.1 No such
/// user</c>.
/// </summary>
public sealed record SmtpBehaviour
{
    /// <summary>Largest mail in octets.</summary>
    public int MaxSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>What EHLO offers besides <c>SIZE</c>; what is not offered is rejected.</summary>
    public IReadOnlyList<string> Extensions { get; init; } =
    ["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"];

    /// <summary>The reply that rejects a connection, <c>null</c> to accept it.</summary>
    public Func<string?>? RefuseConnection { get; init; }

    /// <summary>The reply that rejects MAIL FROM, <c>null</c> to accept it.</summary>
    public Func<SmtpEnvelope, string?>? RefuseSender { get; init; }

    /// <summary>
    /// The reply that rejects RCPT TO, <c>null</c> to accept it. The envelope has the recipients accepted before.
    /// </summary>
    public Func<SmtpEnvelope, string, string?>? RefuseRecipient { get; init; }

    /// <summary>The answer to a mail after its final dot.</summary>
    public Func<CaughtMail, SmtpDataAnswer>? AnswerData { get; init; }
}
