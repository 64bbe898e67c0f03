using Postern.Core.Reports;
using static Postern.Core.Reports.BounceReason;

namespace Postern.Tests.Reports.Reading;

/// <summary>How many verdicts of a source the reader agrees with, each among those that the source gives.</summary>
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
    // Reasons in the words of the sources; some do not distinguish two of ours.
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

    // What "hard" means in other sources is unknown.
    private static readonly string[] HasHard = ["flufl", "postfix", "sisimai", "voku"];

    public static BounceCorpusScore Of(string basis, IReadOnlyList<BounceSample> samples, Action<string> differs)
    {
        var known = samples.Where(sample => sample.IsBounce).ToList();
        var verdicts = known.SelectMany(Verdicts).ToList();
        return new(
            basis,
            Count("found", known, sample => sample.Found, sample => sample.Id),
            Count("addresses", known.Where(HasAddresses), Exactly, ShowAddresses),
            Count(
                "status",
                verdicts.Where(verdict => IsReal(verdict.Expected.Status)),
                verdict => verdict.Answer?.Status == verdict.Expected.Status,
                verdict => verdict.Show(verdict.Expected.Status)
            ),
            Count(
                "reply",
                verdicts.Where(verdict => verdict.Expected.ReplyCode is not null),
                verdict => verdict.Answer?.ReplyCode == verdict.Expected.ReplyCode,
                verdict => verdict.Show(verdict.Expected.ReplyCode)
            ),
            Count("reason", verdicts.Where(HasKnownReason), HasReason, ShowReason),
            Count(
                "hard",
                verdicts.Where(verdict => HasHard.Contains(basis) && verdict.Expected.Hard is not null),
                verdict => verdict.Answer is not null && IsHard(basis, verdict) == verdict.Expected.Hard,
                verdict => verdict.Show($"{verdict.Expected.Hard} of {verdict.Expected.Reason}")
            )
        );

        Tally Count<T>(string what, IEnumerable<T> all, Func<T, bool> right, Func<T, string> show) =>
            Tally.Of(all, right, one => differs($"{what, -10} {basis, -16} {show(one)}"));
    }

    public override string ToString() =>
        $"{Basis, -16} found {Found}  addresses {Exact}  status {Status}  reply code {ReplyCode}  "
        + $"reason {Reason}  hard {Hard}";

    private static IEnumerable<Verdict> Verdicts(BounceSample sample) =>
        sample.Expected.Select(expected => new Verdict(sample, expected, sample.Answer(expected)));

    private static bool HasAddresses(BounceSample sample) =>
        sample.Expected.Any(recipient => recipient.Address is not null);

    private static string ShowAddresses(BounceSample sample)
    {
        var expected = string.Join(", ", sample.Expected.Select(recipient => recipient.Address));
        var read = string.Join(", ", sample.Report?.Recipients.Select(recipient => recipient.Address) ?? []);
        return $"{sample.Id} expected {expected}; read {read}";
    }

    // Another word of a source is one that nobody has compared.
    private static bool HasKnownReason(Verdict verdict) =>
        verdict.Expected.Reason is { } reason && Meanings.ContainsKey(reason);

    private static bool HasReason(Verdict verdict) =>
        verdict.Answer is { } answer && Meanings[verdict.Expected.Reason!].Contains(answer.Reason);

    private static string ShowReason(Verdict verdict) => verdict.Show(verdict.Expected.Reason);

    // If mail was forwarded, some sources name the original recipient, and some the final one.
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

    // Sisimai uses a code of its own if a bounce has none: 5.0.9xx.
    private static bool IsReal(string? status) =>
        status is { Length: > 4 } && !status.AsSpan(2).StartsWith("0.9", StringComparison.Ordinal);

    // flufl: given up, and not only late. Postfix: the server answered 5yz. Sisimai: the address or its domain does not
    // exist; a disabled mailbox is not hard.
    private static bool IsHard(string basis, Verdict verdict) =>
        basis switch
        {
            "postfix" => verdict.Answer!.Status is ['5', ..],
            "flufl" => verdict.Sample.Report!.Kind == BounceReportKind.Bounce,
            "sisimai" => verdict.Answer is { Class: BounceClass.Hard, Reason: not MailboxDisabled },
            _ => verdict.Answer!.Class == BounceClass.Hard,
        };

    private sealed record Verdict(BounceSample Sample, ExpectedRecipient Expected, ReportedRecipient? Answer)
    {
        public string Show(object? expected) => $"{Sample.Id} expected {expected}; read {Answer}";
    }
}
