using System.Globalization;
using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>Refusals in our own SMTP session: what a server says at RCPT needs nobody to vouch for it, and no report follows (P28).</summary>
public static class RefusedRecipients
{
    private const int LongestWords = 1000;
    private const int CodeLength = 3;

    /// <summary>The report that a delivery's last reply makes; null when it says nothing against the address.</summary>
    public static DeliveryReport? Of(ThreadMessage message, MessageDelivery delivery)
    {
        if (
            delivery
            is not {
                State: DeliveryState.Failed,
                Problem: DeliveryProblem.Recipient or DeliveryProblem.Expired,
                Reply: { Length: > CodeLength } reply
            }
        )
            return null;
        // Without a code it is our own words that stand there.
        if (
            message.Outgoing is { Automatic: true }
            || !int.TryParse(reply.AsSpan(0, CodeLength), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        )
            return null;
        var diagnosis = Diagnosis.Of(reply, code);
        if (!diagnosis.IsAboutAddress)
            return null;
        return new DeliveryReport
        {
            Address = delivery.Recipient,
            Thread = message.Thread.Key,
            Message = delivery.Message,
            Kind = BounceReportKind.Bounce,
            Class = diagnosis.Class,
            Reason = diagnosis.Reason,
            Status = diagnosis.Status,
            ReplyCode = code,
            Words = BounceWords.Cut(reply, LongestWords),
            Time = delivery.Changed,
            By = BounceEvidence.SmtpSession,
            Counts = true,
            Why = "The server refused the recipient in our own SMTP session.",
            Source = $"server:{delivery.Server}",
        };
    }
}
