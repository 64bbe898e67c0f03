using MimeKit;

namespace Postern.DevHost.Smtp;

/// <summary>A mail that was caught: its envelope, and its content as it came, without the dots of the transfer.</summary>
public sealed record CaughtMail(string Id, SmtpEnvelope Envelope, DateTimeOffset Received, byte[] Raw)
{
    /// <summary>The decoded Subject; empty when there is none or the header cannot be read.</summary>
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
