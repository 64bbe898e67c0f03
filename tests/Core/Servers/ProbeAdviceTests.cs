using Postern.Contracts.Http;
using Postern.Core.Servers;
using static Postern.Contracts.Http.ConnectionSecurity;
using static Postern.Contracts.Http.ProbeFailure;
using static Postern.Contracts.Http.ProbeStepName;

namespace Postern.Tests.Servers;

public sealed class ProbeAdviceTests
{
    [Theory]
    [InlineData(Connect, UnknownHost, 587, StartTls, "spelling")]
    [InlineData(Connect, PortClosed, 588, StartTls, "465")]
    [InlineData(Connect, TimedOut, 25, StartTls, "Port 25 is blocked by most hosting platforms; use 465, 587 or 2525")]
    [InlineData(Connect, ForbiddenAddress, 587, StartTls, "Network__AllowPrivate")]
    [InlineData(Upgrade, TimedOut, 465, StartTls, "security tls")]
    [InlineData(Upgrade, Handshake, 587, Tls, "security startTls")]
    [InlineData(Upgrade, Handshake, 587, StartTls, "TLS 1.2")]
    [InlineData(Upgrade, NoStartTls, 25, StartTls, "does not offer STARTTLS")]
    [InlineData(Upgrade, CertificateName, 587, StartTls, "but for mail.example")]
    [InlineData(Upgrade, CertificateTrust, 587, StartTls, "Tls__CaFile")]
    [InlineData(Upgrade, NotSmtp, 80, None, "no SMTP server")]
    [InlineData(Authenticate, Credentials, 587, StartTls, "app password")]
    [InlineData(Authenticate, NoPassword, 587, StartTls, "set the password")]
    [InlineData(Authenticate, NoAuthentication, 587, None, "only over TLS")]
    [InlineData(MailFrom, Refused, 587, StartTls, "send as the tested From")]
    [InlineData(MailFrom, Deferred, 587, StartTls, "later")]
    [InlineData(RcptTo, Refused, 587, StartTls, "another 'to'")]
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
    public void A_server_that_wants_authentication_is_told_apart_from_one_that_refuses_the_address()
    {
        var server = Server(587, StartTls) with { UserName = null };
        var advice = ProbeAdvice.For(MailFrom, new ProbeTrouble(Refused, "", 530), server);
        Assert.Contains("userName", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_advice_for_every_step_and_failure()
    {
        var advice =
            from step in Enum.GetValues<ProbeStepName>()
            from failure in Enum.GetValues<ProbeFailure>()
            from security in Enum.GetValues<ConnectionSecurity>()
            select ProbeAdvice.For(step, new ProbeTrouble(failure, ""), Server(587, security));

        Assert.All(advice, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
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
