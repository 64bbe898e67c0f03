using System.Text.RegularExpressions;
using Postern.Contracts;
using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>What a reply says of the server itself, beside what it says of the mail (RFC 5321 §4.2, RFC 3463).</summary>
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

    // An unknown or full mailbox (x.1.x, x.2.x, or no word about us) is the recipient's trouble, however many have it.
    private static bool IsAboutAll(DeliveryResult result) =>
        result.Problem != DeliveryProblem.Recipient
        || (AboutUs().IsMatch(result.Text) && !AboutMailbox().IsMatch(result.Text));

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
    private static partial Regex AboutUs();
}

/// <summary>What a reply says of the server itself.</summary>
internal enum ServerReply
{
    /// <summary>Nothing: it was not reached, or not understood.</summary>
    None,

    /// <summary>It took a mail.</summary>
    Accepted,

    /// <summary>It works, and had something to say about this mail.</summary>
    Answer,

    /// <summary>It gets too much from us.</summary>
    Limit,

    Authentication,

    /// <summary>It refused for a reason that may be about all our mail.</summary>
    Refusal,
}
