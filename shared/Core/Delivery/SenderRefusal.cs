using Postern.Contracts;
using Postern.Core.Reports;

namespace Postern.Core.Delivery;

/// <summary>
/// Recognises a rejection of the envelope sender, after which another envelope sender may be accepted.
/// </summary>
public static class SenderRefusal
{
    public static bool Is(DeliveryResult result)
    {
        if (result is not { Outcome: DeliveryOutcome.Refused, Code: 550 or 551 or 553 or 554 or 501 })
            return false;
        // Postfix rejects the sender at RCPT TO, where only the text or the status code says so.
        return result.Problem == DeliveryProblem.Sender
            || Diagnosis.Of(result.Text, result.Code).Reason == BounceReason.SenderRefused;
    }
}
