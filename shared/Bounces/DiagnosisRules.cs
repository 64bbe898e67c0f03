namespace Postern.Bounces;

/// <summary>From a reply to its <see cref="Diagnosis"/>: what the words say, then the enhanced status code (RFC 3463), then the reply code.</summary>
internal static class DiagnosisRules
{
    public static Diagnosis Read(string text, int? replyCode, string? status)
    {
        var reason = status switch
        {
            "5.1.1" => BounceReason.UserUnknown,
            "5.2.2" or "4.2.2" => BounceReason.MailboxFull,
            _ => BounceReason.Unknown,
        };
        return new(reason, reason == BounceReason.UserUnknown ? BounceClass.Hard : BounceClass.Undetermined, status, replyCode);
    }
}
