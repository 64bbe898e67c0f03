using Postern.Core.Journal;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Followers whom a mail names as its recipients.</summary>
public sealed class RouterNamedTests
{
    [Fact]
    public void Who_is_named_in_To_or_Cc_is_notified_unless_the_mail_is_known_to_have_reached_them()
    {
        const string fields = "To: support@mycompany.example, anna@mycompany.example\nCc: anna@mycompany.example";
        const string forged = "Delivered-To: anna@mycompany.example";
        const string trace = "Delivered-To: anna@mycompany.example\nReceived: from x by mx.mycompany.example";
        var answer = Eml(Carl, $"{fields}\n{AnswersTicket}");
        var envelope = new MailOrigin("http", RcptTo: ["support@mycompany.example", "anna@mycompany.example"]);

        Assert.Contains("anna@mycompany.example", Notified(Desk().Receive(answer)));
        Assert.Contains("anna@mycompany.example", Notified(Desk().Receive($"{forged}\n{answer}")));
        Assert.Contains(
            "anna@mycompany.example",
            Notified(Desk().Receive($"Received: from x by y\n{forged}\n{answer}"))
        );
        Assert.DoesNotContain("anna@mycompany.example", Notified(Desk().Receive($"{trace}\n{answer}")));
        Assert.DoesNotContain("anna@mycompany.example", Notified(Desk().Receive(answer, envelope)));
    }

    private static IEnumerable<string> Notified(Handled handled) => handled.Notified.Values.SelectMany(to => to);
}
