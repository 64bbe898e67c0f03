using System.Text;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// Message-IDs of mail that the gateway sends (RFC 5322 §3.6.4): they contain the signed keys of thread and message, so
/// that a reply is assigned to its thread without a look-up. All copies of one message have the same id.
/// </summary>
public sealed record OwnMessageId(ThreadKey Thread, MessageKey Message)
{
    private const string Purpose = "message-id";

    /// <summary>Creates the id without angle brackets.</summary>
    public static string Write(TagKeyRing keys, ThreadKey thread, MessageKey message, string domain)
    {
        var body = $"{message.Value}.{Base32.Encode(Encoding.UTF8.GetBytes(thread.Partition))}";
        return $"{body}.{keys.Sign(Purpose, body)}@{domain}";
    }

    /// <summary>
    /// Parses an id without angle brackets. Null if it is not ours or not signed by a key of the ring.
    /// </summary>
    public static OwnMessageId? Read(TagKeyRing keys, string messageId)
    {
        var at = messageId.LastIndexOf('@');
        if (at < 0)
            return null;
        // Some relays change the case of ids; the alphabet has no capitals.
        var parts = messageId[..at].ToLowerInvariant().Split('.');
        if (parts.Length != 3 || !MessageKey.IsValid(parts[0]) || !Base32.TryDecode(parts[1], out byte[] thread))
            return null;
        if (!keys.Verify(Purpose, $"{parts[0]}.{parts[1]}", parts[2]))
            return null;
        return ThreadKey.TryParse(Encoding.UTF8.GetString(thread), out var key)
            ? new OwnMessageId(key, new MessageKey(parts[0]))
            : null;
    }
}
