using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// Distinguishes copies of one mail from other mails with the same Message-ID. Trace fields, line ends, transfer
/// encodings and part boundaries may change in transit, so the fingerprint covers only From, Date and the decoded body.
/// </summary>
internal static class MailFingerprint
{
    public static string Of(IncomingMail mail, ReadingBudget budget)
    {
        budget.Take(mail.Text.Length + (mail.Html?.Length ?? 0));
        var buffer = new byte[16 * 1024];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.NamedFrom?.Address ?? mail.FromText ?? "");
        Add(hash, mail.Date?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? FirstHop(mail));
        Add(hash, mail.Text);
        Add(hash, mail.Html ?? "");
        foreach (var attachment in mail.Attachments)
            Add(hash, attachment, buffer, budget);
        return Base32.Encode(hash.GetHashAndReset());
    }

    // Devices that write no Date often send the same text again; the time at which the first server received it
    // differs.
    private static string FirstHop(IncomingMail mail) =>
        mail.Message.Headers.LastOrDefault(header => header.Id == HeaderId.Received) is { } first
            ? string.Join(' ', first.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : "";

    private static void Add(IncrementalHash hash, string text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(trimmed, "\0")));
    }

    private static void Add(IncrementalHash hash, MailAttachment attachment, byte[] buffer, ReadingBudget budget)
    {
        Add(hash, attachment.FileName);
        var isText =
            attachment.ContentType.StartsWith("text/", StringComparison.Ordinal)
            || attachment.ContentType.StartsWith("message/", StringComparison.Ordinal);
        using var content = attachment.Open();
        while (content.Read(buffer) is var read and > 0)
        {
            budget.Take(read);
            hash.AppendData(buffer, 0, isText ? RemoveCarriageReturns(buffer.AsSpan(0, read)) : read);
        }
    }

    /// <summary>Removes them in place and returns the new length.</summary>
    private static int RemoveCarriageReturns(Span<byte> bytes)
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
