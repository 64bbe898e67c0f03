using MailKit.Security;
using Postern.Core.Servers;

namespace Postern.Gateway.Connections;

/// <summary>Reads from a failed handshake why it failed: the same words in tests, deliveries and mailboxes.</summary>
internal static class TlsTroubleReader
{
    public static TlsTrouble Read(SslHandshakeException exception, CertificateWatch? certificates) =>
        certificates?.Trouble is { } trouble ? TlsTrouble.Of(trouble) : TlsTrouble.Of(MessagesOf(exception));

    // The exception's own message is advice on the use of MailKit.
    private static List<string> MessagesOf(SslHandshakeException exception)
    {
        var messages = new List<string>();
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
            messages.Add(cause.Message);
        return messages;
    }
}
