using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// Tells copies of one mail from other mails with the same Message-Id. Trace fields, line ends, transfer encodings and
/// part boundaries may change under way, so only From, Date and the decoded body count; without a Date, what the first
/// server on the way wrote.
/// </summary>
internal static class MailFingerprint
{
    public static string Of(IncomingMail mail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.From?.Address ?? mail.FromText ?? "");
        Add(hash, mail.Date?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? FirstHop(mail));
        Add(hash, mail.Text);
        Add(hash, mail.Html ?? "");
        foreach (var attachment in mail.Attachments)
            Add(hash, attachment);
        return Base32.Encode(hash.GetHashAndReset());
    }

    // A device that gives its mails no date says the same again and again; when the first server took one is what tells them apart.
    private static string FirstHop(IncomingMail mail) =>
        mail.Message.Headers.LastOrDefault(header => header.Id == HeaderId.Received) is { } first
            ? string.Join(' ', first.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : "";

    private static void Add(IncrementalHash hash, string text)
    {
        var end = text.AsSpan().TrimEnd();
        hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(end, "\0")));
    }

    private static void Add(IncrementalHash hash, MailAttachment attachment)
    {
        Add(hash, attachment.FileName);
        var isText =
            attachment.ContentType.StartsWith("text/", StringComparison.Ordinal)
            || attachment.ContentType.StartsWith("message/", StringComparison.Ordinal);
        using var content = attachment.Open();
        var buffer = new byte[16 * 1024];
        while (content.Read(buffer) is var read and > 0)
        {
            hash.AppendData(buffer, 0, isText ? WithoutReturns(buffer.AsSpan(0, read)) : read);
        }
    }

    private static int WithoutReturns(Span<byte> bytes)
    {
        var length = 0;
        foreach (var b in bytes)
        {
            if (b != '\r')
                bytes[length++] = b;
        }
        return length;
    }
}
