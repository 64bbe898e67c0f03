using System.Text;
using MimeKit;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Core.Delivery;

/// <summary>
/// Repairs fields that cannot be folded into lines, or have characters that a line may not have: free text is encoded
/// (RFC 2047), ids that are too long are left out.
/// </summary>
internal static class FieldRepair
{
    // RFC 2047 §2: 75 characters, 12 of them "=?utf-8?b?" and "?=", and base64 makes four of three octets.
    private const int OctetsOfWord = 45;

    // Above the length that a line may have in any form in which it is written.
    private const int LongestToken = 900;

    // csharpier-ignore
    private static readonly string[] FreeText = ["Subject", "Comments", "Keywords", "Importance", "Priority"];

    public static void Repair(HeaderList headers)
    {
        foreach (var header in headers.ToList())
        {
            if (header.Id is HeaderId.References or HeaderId.InReplyTo)
                RepairIds(headers, header);
            else if (IsFreeText(header) && NeedsWords(header))
                header.SetRawValue(Encoding.ASCII.GetBytes($" {Words(header.Value)}\r\n"));
        }
    }

    /// <summary>
    /// Breaks encoded words within names and parameters: these are encoded as a whole, so that such a word is its
    /// author's own, and MimeKit decodes it when it writes for SMTPUTF8, line ends included.
    /// </summary>
    public static void RepairNames(MimeMessage mail)
    {
        InternetAddressList[] lists = [mail.From, mail.ReplyTo, mail.To, mail.Cc];
        foreach (var mailbox in lists.SelectMany(list => list.Mailboxes))
        {
            if (HasEncodedWord(mailbox.Name))
                mailbox.Name = WithoutEncodedWords(mailbox.Name!);
        }
        foreach (var parameter in mail.BodyParts.SelectMany(ParametersOf).ToList())
        {
            var value = WithoutEncodedWords(ShownText.Clean(parameter.Value));
            if (value != parameter.Value)
                parameter.Value = value;
        }
    }

    private static IEnumerable<Parameter> ParametersOf(MimeEntity part) =>
        part.ContentType.Parameters.Concat(part.ContentDisposition?.Parameters ?? Enumerable.Empty<Parameter>());

    private static string WithoutEncodedWords(string text) => text.Replace("=?", "= ?", StringComparison.Ordinal);

    private static bool HasEncodedWord(string? text) => text?.Contains("=?", StringComparison.Ordinal) is true;

    // The ids that answers are known by are the gateway's own, which can always be written.
    private static void RepairIds(HeaderList headers, Header header)
    {
        var ids = MessageIds.Read(header.Value).Where(MessageIds.CanBeSent).ToList();
        if (ids.Count == 0)
            headers.Remove(header);
        else
            header.SetRawValue(Encoding.ASCII.GetBytes($" {string.Join("\r\n ", ids.Select(id => $"<{id}>"))}\r\n"));
    }

    private static bool IsFreeText(Header header) =>
        FreeText.Contains(header.Field, StringComparer.OrdinalIgnoreCase)
        || header.Field.StartsWith("X-", StringComparison.OrdinalIgnoreCase);

    private static bool NeedsWords(Header header) => !IsPlain(header.RawValue) && NeedsWords(header.Value);

    private static bool NeedsWords(string value) =>
        value.Any(char.IsControl)
        || HasEncodedWord(value)
        || value.Split(' ').Any(token => Encoding.UTF8.GetByteCount(token) > LongestToken);

    // One short line of printable ASCII, which most are: it need not be decoded.
    private static bool IsPlain(ReadOnlySpan<byte> raw)
    {
        var line = raw.TrimEnd("\r\n"u8);
        return line.Length <= LongestToken
            && !line.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && line.IndexOf("=?"u8) < 0;
    }

    private static string Words(string text)
    {
        var (words, octets) = (new StringBuilder(), new List<byte>());
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes().Where(rune => !Rune.IsControl(rune)))
        {
            var encoded = buffer[..rune.EncodeToUtf8(buffer)];
            if (octets.Count + encoded.Length > OctetsOfWord)
                Append(words, octets);
            octets.AddRange(encoded);
        }
        Append(words, octets);
        return words.ToString();
    }

    private static void Append(StringBuilder words, List<byte> octets)
    {
        words.Append(words.Length > 0 ? "\r\n " : "");
        words.Append("=?utf-8?b?").Append(Convert.ToBase64String([.. octets])).Append("?=");
        octets.Clear();
    }
}
