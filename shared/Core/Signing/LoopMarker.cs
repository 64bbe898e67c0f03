using Postern.Core.Keys;

namespace Postern.Core.Signing;

/// <summary>
/// Signed Message-IDs of the gateway's automatic replies. A mail that replies to one is never answered, which prevents
/// two gateways from replying to each other forever (P37).
/// </summary>
internal static class LoopMarker
{
    private const string Purpose = "loop-marker";
    private const string Prefix = "notice";

    /// <summary>Creates the id without angle brackets.</summary>
    public static string Write(TagKeyRing keys, MessageKey message, string domain)
    {
        var body = $"{Prefix}.{message.Value}";
        return $"{body}.{keys.Sign(Purpose, body)}@{domain}";
    }

    /// <summary>Whether an id without angle brackets was created by <see cref="Write"/>.</summary>
    public static bool IsMarker(TagKeyRing keys, string messageId)
    {
        var at = messageId.LastIndexOf('@');
        if (at < 0)
            return false;
        // Some relays change the case of ids; the alphabet has no capitals.
        var parts = messageId[..at].ToLowerInvariant().Split('.');
        return parts.Length == 3
            && parts[0] == Prefix
            && MessageKey.IsValid(parts[1])
            && keys.Verify(Purpose, $"{parts[0]}.{parts[1]}", parts[2]);
    }
}
