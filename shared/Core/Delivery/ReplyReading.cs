using Postern.Core.Reports;

namespace Postern.Core.Delivery;

/// <summary>
/// Whom a 4yz or 5yz reply concerns. Words that say it decide first (<see cref="ReplyWords"/>), then the enhanced status
/// code (RFC 3463), then the reply code and the stage (RFC 5321 §4.2). docs/smtp-replies.md has examples.
/// </summary>
/// <param name="Concern">Whom it concerns.</param>
/// <param name="Passes">Whether it is over after a time, even if the code is a permanent one: a rate, a quota.</param>
/// <param name="IsUnclear">
/// Whether it may as well concern the server: then several different mails that get it decide.
/// </param>
internal readonly record struct ReplyReading(ReplyConcern Concern, bool Passes = false, bool IsUnclear = false)
{
    private const int ServiceNotAvailable = 421;
    private const int ThreadLimit = 432;

    private static readonly ReplyReading Recipient = new(ReplyConcern.Recipient);
    private static readonly ReplyReading Mail = new(ReplyConcern.Mail);
    private static readonly ReplyReading Unclear = new(ReplyConcern.Mail, IsUnclear: true);
    private static readonly ReplyReading Server = new(ReplyConcern.Server);

    /// <param name="stage">What the server answered.</param>
    /// <param name="code">The reply code.</param>
    /// <param name="text">The whole reply.</param>
    public static ReplyReading Of(SmtpStage stage, int code, string text)
    {
        if (stage == SmtpStage.Opening)
            return Server;
        var reply = new Reply(stage, code, ReplyStatus.Find(text), ReasonMatcher.Normalize(text));
        return BySayingWhose(reply) ?? ByStatus(reply) ?? ByWeakerWords(reply) ?? ByCode(reply);
    }

    private static ReplyReading? BySayingWhose(Reply reply)
    {
        if (ReplyWords.RecipientGetsTooMuch().IsMatch(reply.Words))
            return Recipient with { Passes = true };
        if (ReplyWords.GatewaySendsTooMuch().IsMatch(reply.Words))
            return Server with { Passes = true };
        if (ReplyWords.Busy().IsMatch(reply.Words) && !IsDefaultText(reply))
            return Server;
        if (!ReplyWords.Full().IsMatch(reply.Words))
            return null;
        // No recipient was named yet: it is the quota of the account that sends.
        return reply.Stage == SmtpStage.Sender ? Server with { Passes = true } : Recipient;
    }

    // RFC 5321 §4.2.3 has these words for 452, which servers send for a full mailbox as well.
    private static bool IsDefaultText(Reply reply) =>
        reply is { Stage: SmtpStage.Recipient, Status.Subject: not 3 }
        && reply.Words.Contains("insufficient system storage", StringComparison.Ordinal);

    private static ReplyReading? ByStatus(Reply reply) =>
        reply.Status switch
        {
            { IsOverload: true } => Server,
            { IsRate: true } when reply.IsTemporary => Server with { Passes = true },
            { Subject: 1 or 2, Detail: > 0 } => reply.Stage == SmtpStage.Sender ? Mail : Recipient,
            _ => null,
        };

    private static ReplyReading? ByWeakerWords(Reply reply)
    {
        // The gateway names one recipient a mail, so this is a rule of the server about that mail, not a rate.
        if (reply.Status.Subject != 7 && ReplyWords.TooManyRecipients().IsMatch(reply.Words))
            return Mail;
        if (!reply.IsTemporary)
            return null;
        if (ReplyWords.Greylisting().IsMatch(reply.Words))
            return Recipient;
        return ReplyWords.TooMuch().IsMatch(reply.Words) && !ReplyWords.OtherLimit().IsMatch(reply.Words)
            ? Server with
            {
                Passes = true,
            }
            : null;
    }

    private static ReplyReading ByCode(Reply reply) =>
        reply switch
        {
            { Code: ThreadLimit } or { Code: ServiceNotAvailable, Stage: not SmtpStage.Content } => Server,
            { Code: ServiceNotAvailable } => Unclear,
            { Stage: SmtpStage.Recipient } => AtRecipient(reply),
            { IsTemporary: true, Status: not { Subject: 1 or 2 or 6 or 7, Detail: > 0 } } => Unclear,
            _ => Mail,
        };

    private static ReplyReading AtRecipient(Reply reply)
    {
        if (reply.Status.Subject is 1 or 2)
            return Recipient;
        if (reply.IsTemporary)
            return reply.Status.Subject == 3 || ReplyWords.Gateway().IsMatch(reply.Words) ? Unclear : Recipient;
        // "Relaying denied", "blocked": said at one recipient, it may be meant for all mail.
        var isForAll = reply.Status.Subject >= 3 || ReplyWords.GatewayRefused().IsMatch(reply.Words);
        return isForAll ? Server : Recipient;
    }

    private readonly record struct Reply(SmtpStage Stage, int Code, ReplyStatus Status, string Words)
    {
        public bool IsTemporary => Code < 500;
    }
}

/// <summary>Whom a negative reply concerns.</summary>
internal enum ReplyConcern
{
    /// <summary>The recipient: the address, the mailbox, or how much it may receive. All other mail goes on.</summary>
    Recipient,

    /// <summary>This mail, as far as the reply tells.</summary>
    Mail,

    /// <summary>The server, or what it allows the gateway: all mail through it.</summary>
    Server,
}
