using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// Identifies what a mail brought: the fingerprint, which names a mail without a Message-ID and is what older claims know
/// a mail by, and the hash of its files. Trace fields, line ends, transfer encodings and part boundaries may change in
/// transit, so the fingerprint covers only From, Date and the decoded body. Whether two mails are one is for
/// <see cref="WrittenContent"/> to say.
/// </summary>
internal static class MailFingerprint
{
    private const int FilesLength = 20;

    /// <summary>The mail with its fingerprint, the hash of its files and what its sender wrote.</summary>
    public static IncomingMail AddTo(IncomingMail mail, ReadingBudget budget)
    {
        budget.Take(mail.Text.Length + (mail.Html?.Length ?? 0));
        var sent = mail.Date?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? FirstHop(mail);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.NamedFrom?.Address ?? mail.FromText ?? "");
        Add(hash, sent);
        Add(hash, mail.Words);
        Add(hash, mail.Html ?? "");
        var files = AddFiles(hash, mail.Attachments, budget);
        var identified = mail with { Fingerprint = Base32.Encode(hash.GetHashAndReset()), Files = files };
        return identified with { Written = WrittenContent.Of(identified, sent, budget) };
    }

    /// <summary>Adds the files to the fingerprint. Returns their own hash, in which each is told from the next.</summary>
    private static string AddFiles(
        IncrementalHash hash,
        IReadOnlyList<MailAttachment> attachments,
        ReadingBudget budget
    )
    {
        if (attachments.Count == 0)
            return "";
        var buffer = new byte[16 * 1024];
        using var ofFile = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new List<string>();
        foreach (var attachment in attachments)
        {
            Add(hash, attachment, ofFile, buffer, budget);
            files.Add(attachment.FileName);
            files.Add(Base32.Encode(ofFile.GetHashAndReset()));
        }
        return Hash.Of(FilesLength, [.. files]);
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

    private static void Add(
        IncrementalHash hash,
        MailAttachment attachment,
        IncrementalHash ofFile,
        byte[] buffer,
        ReadingBudget budget
    )
    {
        Add(hash, attachment.FileName);
        var isText =
            attachment.ContentType.StartsWith("text/", StringComparison.Ordinal)
            || attachment.ContentType.StartsWith("message/", StringComparison.Ordinal);
        using var content = attachment.Open();
        while (content.Read(buffer) is var read and > 0)
        {
            budget.Take(read);
            var length = isText ? RemoveCarriageReturns(buffer.AsSpan(0, read)) : read;
            hash.AppendData(buffer, 0, length);
            ofFile.AppendData(buffer, 0, length);
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
