using Postern.Core.Deliverability;
using Postern.Core.Mail;

namespace Postern.Core.Senders;

/// <summary>
/// Verifies a sender by DKIM (RFC 6376), ARC (RFC 8617), SPF (RFC 7208) and DMARC. It passes or is unknown; it fails
/// only where the client is known and everything speaks against the mail.
/// </summary>
internal sealed class OwnVerification(ReceivedMail received, TrustedHosts trusted, DnsReader dns)
{
    private readonly List<string> _reasons = [];

    public SenderVerdict Judge()
    {
        if (received.Mail.From is not { } from)
            return SenderVerdict.Unknown(received.Mail.FromProblem ?? "The From credits nobody.");
        var signed = new Lazy<SignedMail?>(() => SignedMail.Load(received.Raw));
        var alignment = new Alignment(from.Domain, dns);
        var dkim = new DkimVerification(received.Mail.Message.Headers, signed, alignment, dns).Verify();
        _reasons.AddRange(dkim.Reasons);
        if (dkim.Passes || dns.IsWaiting)
            return new SenderVerdict(dkim.Passes ? SenderResult.Pass : SenderResult.Unknown, _reasons);
        var arc = new ArcVerification(received.Mail.Message.Headers, signed, trusted, dns).Verify(from);
        _reasons.AddRange(arc.Reasons);
        if (arc.Result == SenderResult.Pass)
            return new SenderVerdict(SenderResult.Pass, _reasons);
        var spf = ClientSpf.Check(received, dns);
        if (spf is null || dns.IsWaiting)
            return new SenderVerdict(SenderResult.Unknown, _reasons);
        _reasons.Add(spf.Text);
        if (spf.Result == SpfResult.Pass && alignment.Accepts(spf.Domain, strict: policy => policy.StrictSpf))
            return new SenderVerdict(SenderResult.Pass, _reasons);
        return Refusal(spf, alignment, dkim.IsChanged);
    }

    // A mail that travelled on, or that a server rebuilt, fails SPF and DKIM although nobody forged it.
    private SenderVerdict Refusal(ClientSpf spf, Alignment alignment, bool isChanged)
    {
        if (spf.Result == SpfResult.TempError || isChanged)
            return new SenderVerdict(SenderResult.Unknown, _reasons);
        if (ForwardingTraces.Find(received.Mail) is { } trace)
            return new SenderVerdict(SenderResult.Unknown, [.. _reasons, $"it was sent on ({trace})"]);
        var policy = alignment.RequestedPolicy();
        _reasons.Add(policy is null ? "no DMARC policy is known" : $"the DMARC policy is {policy}");
        var isRefused = policy is "quarantine" or "reject" && !alignment.HasFailed;
        return new SenderVerdict(isRefused ? SenderResult.Fail : SenderResult.Unknown, _reasons);
    }
}
