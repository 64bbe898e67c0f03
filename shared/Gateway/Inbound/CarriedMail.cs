using System.Text.Json;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Inbound;

/// <summary>
/// The gateway's own message on <c>inbound-mail</c> carries a small mail with it, so that the run that routes it need not
/// read its blob. The copy stands in the member <c>source</c>: of mail that the gateway itself has stored every version
/// ignores it and reads the blob. It is signed, since other programs may put messages on that queue too.
/// </summary>
internal static class CarriedMail
{
    // A queue message has 64 KiB at most.
    private const int LongestMessage = 60_000;
    private const int LargestMail = 44_000;

    private const string Prefix = "postern-copy:";
    private const string Purpose = "carried-mail";

    /// <summary>The message about a stored mail; without its copy where that would be too long.</summary>
    public static string Write(StoredMail mail, TagKeyRing keys)
    {
        var item = new InboundItem { Raw = mail.Name };
        if (mail.Content.Memory.Length > LargestMail)
            return MailQueues.Write(item);
        var entry = JsonSerializer.SerializeToUtf8Bytes(new Entry(mail.Received, mail.Origin), PosternJson.Tolerant);
        var copy = $"{Convert.ToBase64String(entry)}:{Convert.ToBase64String(mail.Content.Memory.Span)}";
        var signed = $"{Prefix}{keys.Sign(Purpose, Signed(mail.Name, copy))}:{copy}";
        var message = MailQueues.Write(item with { Source = signed });
        return message.Length > LongestMessage ? MailQueues.Write(item) : message;
    }

    /// <summary>The mail that a message carries; null when it carries none, or one that the gateway did not sign.</summary>
    public static StoredMail? Read(InboundItem item, TagKeyRing keys)
    {
        if (item.Raw is not { } name || !IsIn(item))
            return null;
        var text = item.Source!.AsSpan(Prefix.Length);
        var end = text.IndexOf(':');
        if (end < 0 || !keys.Verify(Purpose, Signed(name, text[(end + 1)..].ToString()), text[..end]))
            return null;
        // What the gateway signed has this form.
        var parts = text[(end + 1)..].ToString().Split(':');
        var entry = JsonSerializer.Deserialize<Entry>(Convert.FromBase64String(parts[0]), PosternJson.Tolerant)!;
        var content = SpooledContent.Of(Convert.FromBase64String(parts[1]));
        return new StoredMail(name, content, entry.Received, entry.Origin);
    }

    /// <summary>Whether a message carries a mail.</summary>
    public static bool IsIn(InboundItem item) =>
        item.Raw is not null && item.Source?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>A message as it is kept where it may stay for long: without the mail that it carries.</summary>
    public static string Without(string message)
    {
        try
        {
            return ContractReader.Read<InboundItem>(message) is { Item: { } item, Problem: null } && IsIn(item)
                ? MailQueues.Write(item with { Source = null })
                : message;
        }
        catch (UnknownContractVersionException)
        {
            return message;
        }
    }

    private static string Signed(string name, string copy) => $"{name}\n{copy}";

    private sealed record Entry(DateTimeOffset Received, MailOrigin Origin);
}
