namespace Postern.DevHost.Smtp;

/// <summary>The answer to a mail after its final dot. Without a reply the connection is dropped.</summary>
public sealed record SmtpDataAnswer(bool Keeps, string? Reply)
{
    /// <summary>How long the reply is held back.</summary>
    public TimeSpan After { get; private init; }

    public static SmtpDataAnswer Accept { get; } = new(true, "250 2.0.0 Caught");

    /// <summary>The sender gets no reply, so that the state of its delivery is unknown.</summary>
    /// <param name="keeps">Whether the mail is kept all the same.</param>
    public static SmtpDataAnswer Drop(bool keeps) => new(keeps, null);

    /// <summary>The mail is kept, and its sender learns of it later than it may wait.</summary>
    /// <param name="after">Time between the mail and the reply.</param>
    public static SmtpDataAnswer Late(TimeSpan after) => Accept with { After = after };

    /// <param name="reply">A whole reply line, such as <c>552 5.3.4 Too big</c>.</param>
    public static SmtpDataAnswer Refuse(string reply) => new(false, reply);
}
