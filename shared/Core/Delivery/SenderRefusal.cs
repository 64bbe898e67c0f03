using Postern.Contracts;
using Postern.Core.Reports;

namespace Postern.Core.Delivery;

/// <summary>Whether a server's refusal is about the envelope sender, so that another one may get through.</summary>
public static class SenderRefusal
{
    // Postfix asks about the sender at RCPT, and says so in words or in the status code only.
    public static bool Is(DeliveryResult result) =>
        result is { Outcome: DeliveryOutcome.Refused, Code: 550 or 551 or 553 or 554 or 501 }
        && (
            result.Problem == DeliveryProblem.Sender
            || Diagnosis.Of(result.Text, result.Code).Reason == BounceReason.SenderRefused
        );
}
