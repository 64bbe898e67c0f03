using MimeKit;
using MimeKit.Utils;
using Postern.Gateway.Inbound;

namespace Postern.Gateway.Mailboxes;

/// <summary>Reads raw mail as a mail server sends it.</summary>
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
    /// When a mail arrived at its mailbox: the time of the topmost Received field, which the mailbox's own server has
    /// written (RFC 5321 §4.4). Without such a field the Date field; null if it has no time either.
    /// </summary>
    public static DateTimeOffset? ArrivalOf(BinaryData mail)
    {
        var headers = MailHeader.FieldsOf(mail);
        return headers.Contains(HeaderId.Received) ? DeliveryOf(headers) : TimeOf(headers[HeaderId.Date]);
    }

    /// <summary>The time of the topmost Received field only: the clock behind the Date field may be wrong.</summary>
    public static DateTimeOffset? DeliveryOf(BinaryData mail) => DeliveryOf(MailHeader.FieldsOf(mail));

    private static DateTimeOffset? DeliveryOf(HeaderList headers) =>
        headers[HeaderId.Received] is { } received ? TimeOf(received[(received.LastIndexOf(';') + 1)..]) : null;

    private static DateTimeOffset? TimeOf(string? text) =>
        text is not null && DateUtils.TryParse(text.Trim(), out var time) ? time : null;
}
