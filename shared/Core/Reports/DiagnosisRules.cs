using static Postern.Core.Reports.BounceReason;

namespace Postern.Core.Reports;

/// <summary>From a reply to its <see cref="Diagnosis"/>: what the words say, then the enhanced status code (RFC 3463), then the reply code.</summary>
internal static class DiagnosisRules
{
    // Longer words are no reply: a page of advice would be read as all reasons at once.
    private const int MostRead = 4000;

    public static Diagnosis Read(string text, int? replyCode, string? status)
    {
        var words = text.Length > MostRead ? text[..MostRead] : text;
        var found = SmtpCodes.Find(words);
        var (code, detail) = (replyCode ?? found.ReplyCode, Telling(SmtpCodes.OfField(status), found.Status));
        var reason = Reason(words, detail, code);
        return new(reason, Class(reason, detail, code), detail, code);
    }

    // The code in the words is the refusing server's own; the field is often what the reporting one makes of it.
    private static string? Telling(string? field, string? inWords) =>
        field is null || (inWords is not null && !SmtpCodes.IsVague(inWords)) ? inWords : field;

    // Servers mostly fill in the code that their program has, and the words that their administrator wrote.
    private static BounceReason Reason(string words, string? status, int? code)
    {
        var reason = ReasonWords.Of(words);
        if (reason == Unknown && MayMeanNobody(status, code) && ReasonWords.SaysUnavailable(words))
            reason = UserUnknown;
        if (reason == Unknown)
            reason = StatusReasons.Of(status, code);
        return IsOfSender(reason, words, status) ? SenderRefused : reason;
    }

    // With 4yz the mailbox is only busy, or the sender is to come again; x.7.z is policy.
    private static bool MayMeanNobody(string? status, int? code) =>
        status is null ? code is null or >= 500 : status is not ['4', ..] and not [_, _, '7', ..];

    // "No such domain" and "access denied" are said of senders too.
    private static bool IsOfSender(BounceReason reason, string words, string? status) =>
        reason switch
        {
            UserUnknown or HostUnknown or MailboxDisabled => ReasonWords.AnswersMailFrom(words)
                || StatusReasons.Of(status, null) == SenderRefused,
            Policy => StatusReasons.Of(status, null) == SenderRefused,
            _ => false,
        };

    private static BounceClass Class(BounceReason reason, string? status, int? code)
    {
        var transient = status is ['4', ..] || (status is null && code is >= 400 and < 500);
        return reason switch
        {
            Unknown => transient ? BounceClass.Soft : BounceClass.Undetermined,
            UserUnknown or HostUnknown or MailboxDisabled or Moved => transient ? BounceClass.Soft : BounceClass.Hard,
            _ => BounceClass.Soft,
        };
    }
}
