namespace Postern.DevHost.Smtp;

/// <summary>How the catcher answers: it takes everything unless told otherwise. A reply is a whole line, as <c>550 5.1.1 No such user</c>.</summary>
public sealed record SmtpBehaviour
{
    /// <summary>Largest mail in octets.</summary>
    public int MaxSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>What EHLO offers besides <c>SIZE</c>; what is not offered is not understood either.</summary>
    public IReadOnlyList<string> Extensions { get; init; } =
    ["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"];

    /// <summary>The reply to a connection instead of the greeting; the connection ends with it.</summary>
    public Func<string?>? RefuseConnection { get; init; }

    /// <summary>The reply to MAIL FROM that refuses it, <c>null</c> to take it.</summary>
    public Func<SmtpEnvelope, string?>? RefuseSender { get; init; }

    /// <summary>The reply to RCPT TO that refuses the recipient, <c>null</c> to take it. The envelope holds those taken before.</summary>
    public Func<SmtpEnvelope, string, string?>? RefuseRecipient { get; init; }

    /// <summary>What happens after the final dot.</summary>
    public Func<CaughtMail, SmtpDataAnswer>? AnswerData { get; init; }
}
