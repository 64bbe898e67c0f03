using MimeKit;

namespace Postern.DevHost.Smtp;

/// <summary>
/// A caught mail: its envelope, and its content byte for byte, without the dot stuffing of the transfer.
/// </summary>
public sealed record CaughtMail(string Id, SmtpEnvelope Envelope, DateTimeOffset Received, byte[] Raw)
{
    /// <summary>The decoded Subject; empty if there is none or the header is malformed.</summary>
    public string Subject { get; } = SubjectOf(Raw);

    private static string SubjectOf(byte[] raw)
    {
        try
        {
            return HeaderList.Load(new MemoryStream(raw))[HeaderId.Subject] ?? "";
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
