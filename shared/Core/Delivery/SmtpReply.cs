using Postern.Contracts;

namespace Postern.Core.Delivery;

/// <summary>The result of an attempt that a server answered with a 4yz or 5yz reply (RFC 5321 §4.2.1).</summary>
public static class SmtpReply
{
    private const int ServiceNotAvailable = 421;
    private const int ExceededStorage = 552;

    /// <param name="stage">What the server answered.</param>
    /// <param name="code">The reply code.</param>
    /// <param name="words">The text after the code, with the enhanced status code (RFC 3463) if there is one.</param>
    public static DeliveryResult Read(SmtpStage stage, int code, string words)
    {
        var text = $"{code} {words}";
        var reading = ReplyReading.Of(stage, code, text);
        // At this stage the reply concerns the gateway and not the mail, which another server may take.
        if (stage == SmtpStage.Opening)
            return Result(DeliveryOutcome.Unreachable, DeliveryProblem.Connection);
        // After the mail, 552 means its size, unless it speaks of a mailbox (RFC 1870 §6.1, RFC 3463 §3.3).
        if (code == ExceededStorage && stage == SmtpStage.Content && reading.Concern == ReplyConcern.Mail)
            return Result(DeliveryOutcome.Refused, DeliveryProblem.Content) with { SizeLimit = 0 };
        var isFinal = code >= 500 && !reading.Passes;
        return Result(isFinal ? DeliveryOutcome.Refused : DeliveryOutcome.Deferred, Problem(stage, code, reading));

        DeliveryResult Result(DeliveryOutcome outcome, DeliveryProblem problem) =>
            new(outcome, text, problem, code) { Stage = stage };
    }

    private static DeliveryProblem Problem(SmtpStage stage, int code, ReplyReading reading) =>
        stage switch
        {
            _ when reading.Concern == ReplyConcern.Recipient => DeliveryProblem.Recipient,
            not SmtpStage.Content when code == ServiceNotAvailable => DeliveryProblem.Connection,
            SmtpStage.Sender => DeliveryProblem.Sender,
            SmtpStage.Recipient => DeliveryProblem.Recipient,
            _ => DeliveryProblem.Content,
        };
}
