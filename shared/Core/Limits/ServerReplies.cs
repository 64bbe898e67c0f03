using Postern.Contracts;
using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>Classifies the results of attempts by what they say about the server itself.</summary>
internal static class ServerReplies
{
    public static ServerReply Read(DeliveryResult result) =>
        result switch
        {
            { Outcome: DeliveryOutcome.Accepted } => ServerReply.Accepted,
            { Problem: DeliveryProblem.Authentication } => ServerReply.Authentication,
            { TimedOut: true } => ServerReply.Silence,
            { Code: { } code } => OfReply(result, ReplyReading.Of(StageOf(result), code, result.Text)),
            _ => ServerReply.None,
        };

    private static ServerReply OfReply(DeliveryResult result, ReplyReading reading) =>
        (result.Outcome, reading) switch
        {
            (_, { Concern: ReplyConcern.Recipient }) => ServerReply.Answer,
            (DeliveryOutcome.Refused, _) when result.SizeLimit is null => ServerReply.Refusal,
            // A permanent refusal before any mail was mentioned.
            (DeliveryOutcome.Unreachable, _) when result.Code >= 500 => ServerReply.Doubt,
            (not DeliveryOutcome.Refused, { Concern: ReplyConcern.Server }) => ServerReply.Limit,
            (not DeliveryOutcome.Refused, { IsUnclear: true }) => ServerReply.Doubt,
            _ => ServerReply.Answer,
        };

    private static SmtpStage StageOf(DeliveryResult result) =>
        result.Stage
        ?? result switch
        {
            { Outcome: DeliveryOutcome.Unreachable } => SmtpStage.Opening,
            { Problem: DeliveryProblem.Recipient } => SmtpStage.Recipient,
            { Problem: DeliveryProblem.Content } => SmtpStage.Content,
            _ => SmtpStage.Sender,
        };
}

/// <summary>What the result of an attempt says about the server itself.</summary>
internal enum ServerReply
{
    /// <summary>Nothing: the server was not reached, or its reply was not valid.</summary>
    None,

    /// <summary>It accepted a mail.</summary>
    Accepted,

    /// <summary>It works; the reply is about the mail or the recipient.</summary>
    Answer,

    /// <summary>It takes no more from the gateway now, or is overloaded.</summary>
    Limit,

    /// <summary>It rejects the gateway's credentials.</summary>
    Authentication,

    /// <summary>It rejected a mail for a reason that may apply to all mail of the gateway.</summary>
    Refusal,

    /// <summary>It did not answer in time.</summary>
    Silence,

    /// <summary>Its reply may concern the mail or the server.</summary>
    Doubt,
}
