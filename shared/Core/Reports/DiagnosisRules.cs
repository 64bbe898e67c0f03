using static Postern.Core.Reports.BounceReason;

namespace Postern.Core.Reports;

/// <summary>
/// Derives a <see cref="Diagnosis"/> from a reply. The phrases of the text precede the enhanced status code (RFC 3463),
/// and that precedes the reply code: servers mostly send their program's default code with the text that their
/// administrator wrote.
/// </summary>
internal static class DiagnosisRules
{
    // A longer text is not a reply but a page of advice, which would match most reasons.
    private const int LongestReply = 4000;

    public static Diagnosis Diagnose(string text, int? replyCode, string? statusField)
    {
        var reply = text.Length > LongestReply ? text[..LongestReply] : text;
        var codes = SmtpCodes.Find(reply);
        var code = replyCode ?? codes.ReplyCode;
        var status = MoreSpecific(SmtpCodes.OfField(statusField), codes.Status);
        var reason = FindReason(reply, status, code);
        return new(reason, Classify(reason, status, code), status, code);
    }

    // The code in the text is the rejecting server's own; the reporting server often generalises it in the field.
    private static string? MoreSpecific(string? field, string? inText)
    {
        if (field is null)
            return inText;
        return inText is not null && !SmtpCodes.IsVague(inText) ? inText : field;
    }

    private static BounceReason FindReason(string reply, string? status, int? code)
    {
        var reason = ReasonMatcher.Match(reply);
        if (reason == Unknown && MayMeanUnknownUser(status, code) && ReasonMatcher.SaysUnavailable(reply))
            reason = UserUnknown;
        if (reason == Unknown)
            reason = StatusReasons.Of(status, code);
        return ConcernsSender(reason, reply, status) ? SenderRefused : reason;
    }

    // With a 4yz code the mailbox is busy or the sender is greylisted; x.7.z is policy.
    private static bool MayMeanUnknownUser(string? status, int? code) =>
        status is null ? code is null or >= 500 : status is not ['4', ..] and not [_, _, '7', ..];

    // "No such domain" and "access denied" are also said of the sender.
    private static bool ConcernsSender(BounceReason reason, string reply, string? status)
    {
        if (reason is not (UserUnknown or HostUnknown or MailboxDisabled or Policy))
            return false;
        if (StatusReasons.Of(status, null) == SenderRefused)
            return true;
        return reason != Policy && ReasonMatcher.AnswersMailFrom(reply);
    }

    private static BounceClass Classify(BounceReason reason, string? status, int? code)
    {
        var isTransient = status is ['4', ..] || (status is null && code is >= 400 and < 500);
        if (isTransient)
            return BounceClass.Soft;
        return reason switch
        {
            Unknown => BounceClass.Undetermined,
            UserUnknown or HostUnknown or MailboxDisabled or Moved => BounceClass.Hard,
            _ => BounceClass.Soft,
        };
    }
}
