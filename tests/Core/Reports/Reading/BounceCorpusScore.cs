using Postern.Core.Reports;
using static Postern.Core.Reports.BounceReason;

namespace Postern.Tests.Reports.Reading;

/// <summary>How many of a source's verdicts the reader shares. Each figure counts only what the source says.</summary>
internal sealed record BounceCorpusScore(
    string Basis,
    Tally Found,
    Tally Exact,
    Tally Status,
    Tally ReplyCode,
    Tally Reason,
    Tally Hard
)
{
    // Names of the sources that mean one of ours, or that do not tell two of ours apart.
    private static readonly Dictionary<string, BounceReason[]> Meanings = new()
    {
        ["userunknown"] = [UserUnknown],
        ["user_unknown"] = [UserUnknown],
        ["filtered"] = [UserUnknown, Policy, Unknown],
        ["hostunknown"] = [HostUnknown],
        ["dns_unknown"] = [HostUnknown],
        ["domain_error"] = [HostUnknown, NetworkError],
        ["notaccept"] = [HostUnknown, Policy, SystemError],
        ["hasmoved"] = [Moved],
        ["mailboxfull"] = [MailboxFull],
        ["over_quota"] = [MailboxFull],
        ["full"] = [MailboxFull],
        ["systemfull"] = [MailboxFull, SystemError],
        ["suspend"] = [MailboxDisabled],
        ["expired"] = [Expired, NetworkError],
        ["networkerror"] = [NetworkError, Loop, HostUnknown],
        ["blocked"] = [Policy, Spam],
        ["badreputation"] = [Policy, Spam],
        ["requireptr"] = [Policy, Authentication],
        ["rejected"] = [SenderRefused, Policy],
        ["norelaying"] = [RelayDenied, Policy],
        ["policyviolation"] = [Policy, ContentRejected],
        ["securityerror"] = [Authentication, Policy],
        ["authfailure"] = [Authentication],
        ["failedstarttls"] = [Authentication],
        ["spamdetected"] = [Spam],
        ["spam"] = [Spam, Policy],
        ["virusdetected"] = [ContentRejected],
        ["contenterror"] = [ContentRejected],
        ["notcompliantrfc"] = [ContentRejected, Policy],
        ["content_reject"] = [ContentRejected, Policy, Spam],
        ["antispam"] = [Spam, Policy],
        ["mesgtoobig"] = [TooBig],
        ["exceedlimit"] = [TooBig],
        ["emailtoolarge"] = [TooBig],
        ["ratelimited"] = [RateLimited],
        ["toomanyconn"] = [RateLimited],
        ["speeding"] = [RateLimited],
        ["mailererror"] = [SystemError],
        ["systemerror"] = [SystemError, Loop],
        ["syntaxerror"] = [ProtocolError],
        ["onhold"] = [Unknown],
        ["undefined"] = [Unknown],
        ["unknown"] = [UserUnknown],
    };

    public static BounceCorpusScore Of(string basis, IReadOnlyList<BounceSample> samples, Action<string> differs)
    {
        var known = samples.Where(sample => sample.IsBounce).ToList();
        var expected = known
            .SelectMany(sample =>
                sample.Expected.Select(recipient =>
                    (Sample: sample, Expected: recipient, Answer: sample.Answer(recipient))
                )
            )
            .ToList();
        Tally Count<T>(string what, IEnumerable<T> all, Func<T, bool> right, Func<T, string> show) =>
            Tally.Of(all, right, one => differs($"{what, -10} {basis, -16} {show(one)}"));
        return new(
            basis,
            Count("found", known, sample => sample.Found, sample => sample.Id),
            Count(
                "addresses",
                known.Where(HasAddresses),
                Exactly,
                sample =>
                    $"{sample.Id} expected {string.Join(", ", sample.Expected.Select(e => e.Address))}; read {string.Join(", ", sample.Report?.Recipients.Select(r => r.Address) ?? [])}"
            ),
            Count(
                "status",
                expected.Where(e => IsReal(e.Expected.Status)),
                e => e.Answer?.Status == e.Expected.Status,
                e => $"{e.Sample.Id} expected {e.Expected.Status}; read {e.Answer}"
            ),
            Count(
                "reply",
                expected.Where(e => e.Expected.ReplyCode is not null),
                e => e.Answer?.ReplyCode == e.Expected.ReplyCode,
                e => $"{e.Sample.Id} expected {e.Expected.ReplyCode}; read {e.Answer}"
            ),
            Count(
                "reason",
                expected.Where(e => e.Expected.Reason is not null),
                e => e.Answer is { } answer && Array.IndexOf(Meanings[e.Expected.Reason!], answer.Reason) >= 0,
                e => $"{e.Sample.Id} expected {e.Expected.Reason}; read {e.Answer}"
            ),
            Count(
                "hard",
                expected.Where(e => e.Expected.Hard is not null),
                e => e.Answer is { } answer && IsHard(basis, e.Sample, answer) == e.Expected.Hard,
                e => $"{e.Sample.Id} expected {e.Expected.Hard} of {e.Expected.Reason}; read {e.Answer}"
            )
        );
    }

    public override string ToString() =>
        $"{Basis, -16} found {Found}  addresses {Exact}  status {Status}  reply code {ReplyCode}  reason {Reason}  hard {Hard}";

    private static bool HasAddresses(BounceSample sample) =>
        sample.Expected.Any(recipient => recipient.Address is not null);

    // Where mail was forwarded, some sources name the address that it was sent to, and some the one that it ended at.
    private static bool Exactly(BounceSample sample)
    {
        var expected = sample.Expected.Select(recipient => recipient.Address).ToHashSet();
        return sample.Report is { } report
            && report.Recipients.Count == expected.Count
            && report.Recipients.All(recipient =>
                expected.Contains(recipient.Address)
                || (recipient.OriginalRecipient is { } original && expected.Contains(original))
            );
    }

    // Sisimai makes up a code of its own where a bounce has none: 5.0.9xx.
    private static bool IsReal(string? status) =>
        status is not null && !status[2..].StartsWith("0.9", StringComparison.Ordinal);

    // flufl: given up, and not only late. Postfix: the server answered 5yz. Sisimai: the address or its domain is not there; a closed mailbox is not hard.
    private static bool IsHard(string basis, BounceSample sample, ReportedRecipient answer) =>
        basis switch
        {
            "postfix" => answer.Status is ['5', ..],
            "flufl" => sample.Report!.Kind == BounceReportKind.Bounce,
            "sisimai" => answer is { Class: BounceClass.Hard, Reason: not MailboxDisabled },
            _ => answer.Class == BounceClass.Hard,
        };
}
