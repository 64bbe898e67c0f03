using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Reports;
using Postern.Core.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Reports about mail that we sent.</summary>
public sealed class RouterBounceTests
{
    private const string Failure =
        "--r\nContent-Type: text/plain\n\nYour mail came back.\n"
        + "--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\n"
        + "Final-Recipient: rfc822; carl@customer.example\nAction: failed\nStatus: 5.1.1\n"
        + "Diagnostic-Code: smtp; 550 5.1.1 No such user\n--r--";

    private const string AsReport =
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=r";

    [Theory]
    [InlineData("bounce@mycompany.example", "Sent to the bounce address bounce@mycompany.example. A report (Bounce: ")]
    [InlineData("support@mycompany.example", "A report (Bounce: ")]
    public void A_delivery_report_takes_effect_wherever_it_was_sent(string to, string reason)
    {
        var handled = Desk().Receive(Eml("mailer-daemon@customer.example", $"To: {to}\n{AsReport}", Failure));
        var report = handled.Mail.Report!;
        var match = new BounceMatch(Assert.Single(report.Recipients), BounceEvidence.ReturnPath, null, null);
        var facts = handled.Facts with { Bounce = new BounceFacts(report, [match]) };

        var decision = Router.Decide(handled.Mail, facts);

        Assert.Equal(JournalState.Bounce, decision.State);
        Assert.Equal("carl@customer.example", Assert.Single(decision.Reports).Address);
        Assert.StartsWith(reason, decision.Reasons.First(it => it.Rule == "Bounce").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_report_changes_nothing_at_the_bounce_address()
    {
        var handled = Desk().Receive(Eml(Nora, "To: bounce@mycompany.example"));

        Assert.Equal(JournalState.Bounce, handled.Decision.State);
        Assert.EndsWith("so it changes nothing.", InboundJournal.Why(handled.Claim), StringComparison.Ordinal);
    }
}
