using Postern.Core.Journal;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

public sealed class MailTraceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_mail_has_one_trace_whenever_it_is_taken_in() =>
        Assert.Equal(
            MailTrace.IdOf(MailId.Create(Now, "a.eml").Value),
            MailTrace.IdOf(MailId.Create(Now.AddDays(30), "a.eml").Value)
        );

    [Fact]
    public void Another_mail_has_another() =>
        Assert.NotEqual(
            MailTrace.IdOf(MailId.Create(Now, "a.eml").Value),
            MailTrace.IdOf(MailId.Create(Now, "b.eml").Value)
        );

    [Fact]
    public void Without_a_listener_nothing_is_begun() => Assert.Null(MailTrace.Route(MailId.Create(Now, "a.eml")));
}
