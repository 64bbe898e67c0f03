using MimeKit;

namespace Postern.Gateway.Inbound;

/// <summary>Reads the header section of raw mail, or of its beginning.</summary>
internal static class MailHeader
{
    /// <summary>The header fields; none if the header section is malformed.</summary>
    public static HeaderList FieldsOf(BinaryData mail)
    {
        try
        {
            using var stream = mail.ToStream();
            return HeaderList.Load(stream);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
