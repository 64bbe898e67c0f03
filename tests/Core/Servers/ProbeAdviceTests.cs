using Postern.Contracts.Http;
using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class ProbeAdviceTests
{
    [Theory]
    [InlineData(ProbeStepName.Connect, ProbeFailure.UnknownHost, 587, ConnectionSecurity.StartTls, "spelling")]
    [InlineData(ProbeStepName.Connect, ProbeFailure.PortClosed, 588, ConnectionSecurity.StartTls, "465")]
    [InlineData(
        ProbeStepName.Connect,
        ProbeFailure.TimedOut,
        25,
        ConnectionSecurity.StartTls,
        "Port 25 is blocked by most hosting platforms; use 465, 587 or 2525"
    )]
    [InlineData(
        ProbeStepName.Connect,
        ProbeFailure.ForbiddenAddress,
        587,
        ConnectionSecurity.StartTls,
        "Network__AllowPrivate"
    )]
    [InlineData(ProbeStepName.Upgrade, ProbeFailure.TimedOut, 465, ConnectionSecurity.StartTls, "security tls")]
    [InlineData(ProbeStepName.Upgrade, ProbeFailure.Handshake, 587, ConnectionSecurity.Tls, "security startTls")]
    [InlineData(ProbeStepName.Upgrade, ProbeFailure.Handshake, 587, ConnectionSecurity.StartTls, "TLS 1.2")]
    [InlineData(
        ProbeStepName.Upgrade,
        ProbeFailure.NoStartTls,
        25,
        ConnectionSecurity.StartTls,
        "does not offer STARTTLS"
    )]
    [InlineData(
        ProbeStepName.Upgrade,
        ProbeFailure.CertificateName,
        587,
        ConnectionSecurity.StartTls,
        "but for mail.example"
    )]
    [InlineData(ProbeStepName.Upgrade, ProbeFailure.CertificateTrust, 587, ConnectionSecurity.StartTls, "Tls__CaFile")]
    [InlineData(ProbeStepName.Upgrade, ProbeFailure.NotSmtp, 80, ConnectionSecurity.None, "no SMTP server")]
    [InlineData(ProbeStepName.Authenticate, ProbeFailure.Credentials, 587, ConnectionSecurity.StartTls, "app password")]
    [InlineData(
        ProbeStepName.Authenticate,
        ProbeFailure.NoPassword,
        587,
        ConnectionSecurity.StartTls,
        "set the password"
    )]
    [InlineData(
        ProbeStepName.Authenticate,
        ProbeFailure.NoAuthentication,
        587,
        ConnectionSecurity.None,
        "only over TLS"
    )]
    [InlineData(
        ProbeStepName.MailFrom,
        ProbeFailure.Refused,
        587,
        ConnectionSecurity.StartTls,
        "send as the tested From"
    )]
    [InlineData(ProbeStepName.MailFrom, ProbeFailure.Deferred, 587, ConnectionSecurity.StartTls, "later")]
    [InlineData(ProbeStepName.RcptTo, ProbeFailure.Refused, 587, ConnectionSecurity.StartTls, "another 'to'")]
    public void Each_failure_has_its_own_advice(
        ProbeStepName step,
        ProbeFailure failure,
        int port,
        ConnectionSecurity security,
        string expected
    ) =>
        Assert.Contains(
            expected,
            ProbeAdvice.For(step, new ProbeTrouble(failure, "", null, "mail.example"), Server(port, security)),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_server_that_wants_authentication_is_told_apart_from_one_that_refuses_the_address() =>
        Assert.Contains(
            "userName",
            ProbeAdvice.For(
                ProbeStepName.MailFrom,
                new ProbeTrouble(ProbeFailure.Refused, "", 530),
                Server(587, ConnectionSecurity.StartTls) with
                {
                    UserName = null,
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void There_is_advice_for_every_step_and_failure()
    {
        foreach (var step in Enum.GetValues<ProbeStepName>())
        {
            foreach (var failure in Enum.GetValues<ProbeFailure>())
            {
                foreach (var security in Enum.GetValues<ConnectionSecurity>())
                    Assert.EndsWith(
                        ".",
                        ProbeAdvice.For(step, new ProbeTrouble(failure, ""), Server(587, security)),
                        StringComparison.Ordinal
                    );
            }
        }
    }

    private static OutgoingServer Server(int port, ConnectionSecurity security) =>
        new()
        {
            Name = "s",
            Host = "smtp.example",
            Port = port,
            Security = security,
            UserName = "me",
        };
}
