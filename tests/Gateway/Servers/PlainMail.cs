using MimeKit;

namespace Postern.Tests.Servers;

/// <summary>The simplest mail there is, for tests that look at its way and not at its content.</summary>
internal static class PlainMail
{
    /// <summary>An address outside, which no test reads.</summary>
    public const string Outsider = "someone@elsewhere.test";

    public static MimeMessage From(string from, string to, string subject, string text = "text") =>
        new([MailboxAddress.Parse(from)], [MailboxAddress.Parse(to)], subject, new TextPart("plain") { Text = text });
}
