using System.Text.RegularExpressions;
using Postern.Contracts;
using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>Classifies replies by what they say about the server itself (RFC 5321 §4.2, RFC 3463).</summary>
internal static partial class ServerReplies
{
    public static ServerReply Read(DeliveryResult result) =>
        result switch
        {
            { Outcome: DeliveryOutcome.Accepted } => ServerReply.Accepted,
            { Problem: DeliveryProblem.Authentication } => ServerReply.Authentication,
            { Code: 421 or 432 } => ServerReply.Limit,
            { Code: >= 400 and < 500 } when TooMuch().IsMatch(result.Text) && !AboutMailbox().IsMatch(result.Text) =>
                ServerReply.Limit,
            { Outcome: DeliveryOutcome.Refused } when IsAboutAll(result) => ServerReply.Refusal,
            { Code: not null } => ServerReply.Answer,
            _ => ServerReply.None,
        };

    // An unknown or full mailbox (x.1.x, x.2.x, or a text that does not concern the gateway) is a problem of the
    // recipient, however many recipients have it.
    private static bool IsAboutAll(DeliveryResult result) =>
        result.Problem != DeliveryProblem.Recipient
        || (AboutGateway().IsMatch(result.Text) && !AboutMailbox().IsMatch(result.Text));

    [GeneratedRegex(
        @"\b(rate|limits?|limited|exceed(ed|s)?|too many|too much|too fast|throttl\w*|quota|slow down|unusual)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex TooMuch();

    [GeneratedRegex(@"^\d{3}[ -][45]\.[12]\.\d", RegexOptions.CultureInvariant)]
    private static partial Regex AboutMailbox();

    [GeneratedRegex(
        @"^\d{3}[ -]5\.[3-7]\.\d|\b(relay\w*|denied|block\w*|policy|reputation|blacklist\w*|authenticat\w*|spam)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex AboutGateway();
}

/// <summary>What a reply says about the server itself.</summary>
internal enum ServerReply
{
    /// <summary>Nothing: the server was not reached, or its reply was not valid.</summary>
    None,

    /// <summary>It accepted a mail.</summary>
    Accepted,

    /// <summary>It works; the reply is about the mail.</summary>
    Answer,

    /// <summary>It receives too much from the gateway.</summary>
    Limit,

    /// <summary>It rejects the gateway's credentials.</summary>
    Authentication,

    /// <summary>It rejected a mail for a reason that may apply to all mail of the gateway.</summary>
    Refusal,
}
