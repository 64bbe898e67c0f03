using Postern.Core.Keys;

namespace Postern.Core.Signing;

/// <summary>
/// Message-Ids of the gateway's own automatic answers, signed. Mail that answers one, whoever wrote it, ends here: that is
/// what keeps two gateways from answering each other for ever (P37).
/// </summary>
internal static class LoopMarker
{
    private const string Purpose = "loop-marker";
    private const string Prefix = "notice";

    /// <summary>Writes the id without angle brackets.</summary>
    public static string Write(TagKeyRing keys, MessageKey message, string domain)
    {
        var body = $"{Prefix}.{message.Value}";
        return $"{body}.{keys.Sign(Purpose, body)}@{domain}";
    }

    /// <summary>Whether an id without angle brackets is one that <see cref="Write"/> gave.</summary>
    public static bool IsMarker(TagKeyRing keys, string messageId)
    {
        var at = messageId.LastIndexOf('@');
        if (at < 0)
            return false;
        // Some relays fold the case of what they pass on; the alphabet has no capitals.
        var parts = messageId[..at].ToLowerInvariant().Split('.');
        return parts.Length == 3
            && parts[0] == Prefix
            && MessageKey.IsValid(parts[1])
            && keys.Verify(Purpose, $"{parts[0]}.{parts[1]}", parts[2]);
    }
}
