using Postern.Delivery;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>Whether a server's refusal is about the envelope sender, so that another one may get through.</summary>
public static class SenderRefusal
{
    // RFC 3463 §3.2: bad sender address, and bad sender system address; 5.7.60 is Exchange's "no permission to send as this sender".
    private static readonly string[] SenderCodes = ["5.1.7 ", "5.1.8 ", "5.7.60 "];

    // Postfix asks about the sender at RCPT, and says so in words only.
    private static readonly string[] SenderWords = ["sender address rejected", "sender rejected", "sender verify failed", "null sender", "empty sender", "send as this sender"];

    public static bool Is(DeliveryResult result) => result is { Outcome: DeliveryOutcome.Refused, Code: 550 or 551 or 553 or 554 or 501 }
        && (result.Problem == DeliveryProblem.Sender
            || SenderCodes.Any(code => result.Text.Contains(code, StringComparison.Ordinal))
            || SenderWords.Any(words => result.Text.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
