using static Postern.Core.Reports.BounceReason;

namespace Postern.Core.Reports;

/// <summary>
/// The reason that the codes alone state: the enhanced status code (RFC 3463 and the IANA registry of RFC 5248), else
/// the reply code (RFC 5321, RFC 7504, RFC 4954).
/// </summary>
internal static class StatusReasons
{
    // By subject and detail, the code without its class.
    private static readonly Dictionary<string, BounceReason> Details = new()
    {
        ["1.1"] = UserUnknown,
        ["1.2"] = HostUnknown,
        ["1.3"] = UserUnknown,
        ["1.6"] = Moved,
        ["1.7"] = SenderRefused,
        ["1.8"] = SenderRefused,
        ["1.10"] = HostUnknown,
        ["2.1"] = MailboxDisabled,
        ["2.2"] = MailboxFull,
        ["2.3"] = TooBig,
        ["2.4"] = SystemError,
        ["3.1"] = SystemError,
        ["3.2"] = SystemError,
        ["3.4"] = TooBig,
        ["3.5"] = SystemError,
        ["4.1"] = NetworkError,
        ["4.2"] = NetworkError,
        ["4.3"] = NetworkError,
        ["4.4"] = HostUnknown,
        ["4.5"] = RateLimited,
        ["4.6"] = Loop,
        ["4.7"] = Expired,
        ["5.3"] = RateLimited,
        ["7.2"] = Policy,
        ["7.4"] = Authentication,
        ["7.5"] = Authentication,
        ["7.7"] = ContentRejected,
        ["7.8"] = Authentication,
        ["7.9"] = Authentication,
        ["7.10"] = Authentication,
        ["7.11"] = Authentication,
        ["7.13"] = MailboxDisabled,
        ["7.17"] = UserUnknown,
        ["7.18"] = HostUnknown,
        ["7.20"] = Authentication,
        ["7.21"] = Authentication,
        ["7.22"] = Authentication,
        ["7.23"] = Authentication,
        ["7.24"] = Authentication,
        ["7.26"] = Authentication,
        ["7.27"] = SenderRefused,
        ["7.28"] = RateLimited,
        ["7.29"] = Authentication,
        ["7.30"] = Authentication,
        ["7.60"] = SenderRefused,
    };

    // By the subject alone, where the detail is not in the table above.
    private static readonly Dictionary<char, BounceReason> Subjects = new()
    {
        ['3'] = SystemError,
        ['4'] = NetworkError,
        ['5'] = ProtocolError,
        ['6'] = ContentRejected,
        ['7'] = Policy,
    };

    private static readonly Dictionary<int, BounceReason> Replies = new()
    {
        [421] = NetworkError,
        [500] = ProtocolError,
        [501] = ProtocolError,
        [502] = ProtocolError,
        [503] = ProtocolError,
        [504] = ProtocolError,
        [521] = HostUnknown,
        [525] = MailboxDisabled,
        [530] = Authentication,
        [534] = Authentication,
        [535] = Authentication,
        [538] = Authentication,
        [551] = Moved,
        [552] = MailboxFull,
        [556] = HostUnknown,
    };

    public static BounceReason Of(string? status, int? replyCode)
    {
        if (status is { Length: > 4 } && !SmtpCodes.IsVague(status))
        {
            if (Details.TryGetValue(status[2..], out var detail))
                return detail;
            if (Subjects.TryGetValue(status[2], out var subject))
                return subject;
        }
        return replyCode is { } code && Replies.TryGetValue(code, out var reply) ? reply : Unknown;
    }
}
