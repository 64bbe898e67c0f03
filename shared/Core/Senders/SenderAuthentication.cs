using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Core.Mail;

namespace Postern.Core.Senders;

/// <summary>
/// Decides whether a mail comes from the domain of its From: by what a trusted server found, and where it found nothing,
/// by own verification (parameters <c>mail.auth.trusted</c>, <c>mail.auth.verify</c>).
/// </summary>
public static class SenderAuthentication
{
    /// <summary>The verdict, or the DNS questions that must be answered first. Never throws.</summary>
    public static DnsEvaluation<SenderVerdict> Evaluate(
        ReceivedMail received,
        GatewayParameters parameters,
        DnsAnswers answers
    )
    {
        var trusted = new TrustedHosts(parameters.TrustedAuthenticators);
        var told = trusted.TopmostField(received.Mail) is { } field
            ? TrustedVerdict.Of(field, received.Mail.From)
            : SenderVerdict.None;
        var isNeeded =
            parameters.VerifySenders == SenderVerification.Always
            || (parameters.VerifySenders == SenderVerification.WhenUnknown && told.Result == SenderResult.Unknown);
        if (!isNeeded || received.Mail.Problem is not null)
            return new DnsEvaluation<SenderVerdict>.Result(told);
        var dns = new DnsReader(answers);
        return dns.End(told.With(new OwnVerification(received, trusted, dns).Judge()));
    }
}
