namespace Postern.DevHost.Smtp;

/// <summary>What happens to a mail after its final dot. Without a reply the connection is dropped.</summary>
public sealed record SmtpDataAnswer(bool Keeps, string? Reply)
{
    public static SmtpDataAnswer Accept { get; } = new(true, "250 2.0.0 Caught");

    /// <summary>The sender hears nothing and must take the delivery's state as unknown.</summary>
    /// <param name="keeps">Whether the mail was taken all the same.</param>
    public static SmtpDataAnswer Drop(bool keeps) => new(keeps, null);

    /// <param name="reply">A whole reply line, as <c>552 5.3.4 Too big</c>.</param>
    public static SmtpDataAnswer Refuse(string reply) => new(false, reply);
}
