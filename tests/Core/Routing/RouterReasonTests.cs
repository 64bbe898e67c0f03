using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>What a support person reads about where a mail went and why.</summary>
public sealed class RouterReasonTests
{
    private static readonly string[] Fields = ["References", "In-Reply-To"];

    [Fact]
    public void A_refusal_and_its_notice_name_the_address_that_the_mail_named()
    {
        var refused = Desk().Receive(Eml(Nora, "To: Partners@Old.example"));

        Assert.Contains(
            "Sent to partners@old.example, which means partners@mycompany.example, which refuses it: ",
            ReasonOf(refused, "Alias"),
            StringComparison.Ordinal
        );
        var notice = Assert.Single(refused.Told);
        Assert.Contains("your mail to partners@old.example was not accepted", notice.Text, StringComparison.Ordinal);
        Assert.Equal(
            "nora@new.example is told that only known contacts may write to partners@old.example.",
            ReasonOf(refused, "Notice")
        );
    }

    [Fact]
    public void A_notice_that_is_withheld_would_have_been_sent()
    {
        var automatic = Desk().Receive(Eml(Nora, $"{ToCatchall}\nAuto-Submitted: auto-replied"));

        Assert.StartsWith(
            "nora@new.example would have been told that catchall@mycompany.example only collects replies. Automatic mail",
            ReasonOf(automatic, "Notice"),
            StringComparison.Ordinal
        );
        Assert.False(automatic.Decision.Reasons.Single(reason => reason.Rule == "Notice").Hit);
    }

    [Fact]
    public void A_reply_says_which_field_names_the_thread()
    {
        foreach (var field in Fields)
        {
            var reply = Desk().Receive(Eml(Carl, $"{ToCatchall}\n{field}: <sent-7@mycompany.example>"));

            Assert.Equal($"The field {field} names helpdesk.ticket:7.", ReasonOf(reply, "Reply"));
        }
    }

    [Fact]
    public void A_loop_says_how_many_mails_came_and_what_the_limit_is()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "3";
        Handled Mail(int number) => desk.Receive(Eml(Nora, $"{ToSales}\nMessage-Id: <{number}@new.example>"));
        var stopped = Enumerable.Range(1, 4).Select(Mail).ToList()[^1];

        Assert.Equal(
            "3 mails went to sales@mycompany.example already, and the limit is 3 mails in 120 minutes: it is taken for a loop.",
            ReasonOf(stopped, "Loop")
        );
    }

    private static string ReasonOf(Handled handled, string rule) =>
        handled.Decision.Reasons.Single(reason => reason.Rule == rule).Text;
}
