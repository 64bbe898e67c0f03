using System.Globalization;
using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>
/// Reports on recipients that a server refused in our own SMTP session: its reply to RCPT needs no further proof, and
/// no bounce follows (P28).
/// </summary>
public static class RefusedRecipients
{
    private const int LongestWords = 1000;
    private const int CodeLength = 3;

    /// <summary>
    /// The report that follows from a delivery's last reply; null when it says nothing against the address.
    /// </summary>
    public static DeliveryReport? Of(ThreadMessage message, MessageDelivery delivery)
    {
        // What was redirected was refused to another address.
        if (delivery.RedirectedTo is not null)
            return null;
        if (message.Outgoing is { Automatic: true } || RefusalOf(delivery) is not { } reply)
            return null;
        // Without a reply code, the text is the gateway's own.
        if (!int.TryParse(reply[..CodeLength], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
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

    private static string? RefusalOf(MessageDelivery delivery)
    {
        // What kept it back otherwise until it expired says nothing of the recipient.
        var isRefused =
            delivery.State == DeliveryState.Failed
            && (delivery.Cause ?? delivery.Problem) is (DeliveryProblem.Recipient or DeliveryProblem.Expired);
        return isRefused && delivery.Reply is { Length: > CodeLength } reply ? reply : null;
    }
}
