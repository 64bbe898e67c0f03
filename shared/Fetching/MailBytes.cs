using MimeKit;
using MimeKit.Utils;

namespace Postern.Fetching;

/// <summary>Mail as it comes from a mail server.</summary>
internal static class MailBytes
{
    /// <summary>All bytes of a stream of known length, copied once: a mail may have many megabytes.</summary>
    public static async Task<BinaryData> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return BinaryData.FromBytes(bytes);
    }

    /// <summary>
    /// When a mail arrived at its mailbox: the time of the topmost Received field, which the mailbox's own server wrote (RFC 5321 §4.4), else the Date
    /// field; null when neither has one.
    /// </summary>
    public static DateTimeOffset? ArrivalOf(BinaryData mail)
    {
        var headers = HeadersOf(mail);
        var received = headers[HeaderId.Received];
        var text = received?[(received.LastIndexOf(';') + 1)..] ?? headers[HeaderId.Date];
        return text is not null && DateUtils.TryParse(text.Trim(), out var time) ? time : null;
    }

    /// <summary>The header fields, as far as they are any.</summary>
    public static HeaderList HeadersOf(BinaryData mail)
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
