using Postern.Core.Journal;
using Postern.Core.Routing.Rules;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The same content to the catchall again: a loop, unless a person answers, or sends another file (P39).</summary>
public sealed class RouterCatchallCopyTests
{
    private const string FilesFollow = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";

    [Fact]
    public void A_person_may_answer_our_mail_with_the_same_words_as_often_as_they_like()
    {
        var desk = Desk();

        var outcomes = Enumerable.Range(0, 4).Select(i => Describe(Answer(desk, i, "Done.")));

        Assert.All(outcomes, text => Assert.StartsWith("routed: helpdesk.ticket/7", text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_automatic_answer_that_comes_again_is_a_loop_whatever_it_answers()
    {
        var desk = Desk();

        Assert.Equal(JournalState.Routed, Answer(desk, 0, "Away.", "Auto-Submitted: auto-replied").Decision.State);
        var again = Answer(desk, 1, "Away.", "Auto-Submitted: auto-replied");

        Assert.Equal(
            (JournalState.Ignored, nameof(CatchallRules.RepeatedToCatchall)),
            (again.Decision.State, again.Rule)
        );
    }

    [Theory]
    [InlineData("one", "one", JournalState.Ignored)]
    [InlineData("one", "two", JournalState.Refused)]
    [InlineData(null, "one", JournalState.Refused)]
    [InlineData(null, null, JournalState.Ignored)]
    public void A_mail_that_answers_nothing_is_a_loop_only_with_the_same_files(
        string? before,
        string? now,
        JournalState expected
    )
    {
        var desk = Desk();
        desk.Receive(WithFile(0, before));

        Assert.Equal(expected, desk.Receive(WithFile(1, now)).Decision.State);
    }

    [Fact]
    public void An_answer_to_somebody_elses_message_id_that_comes_again_is_a_loop()
    {
        var desk = Desk();
        desk.AddMessage(new("helpdesk.ticket", "7"), "theirs@customer.example", AnnaAgent, own: false);

        var outcomes = Enumerable
            .Range(0, 2)
            .Select(i => Answer(desk, i, "Done.", id: "theirs@customer.example").Decision.State);

        Assert.Equal([JournalState.Routed, JournalState.Ignored], outcomes);
    }

    private static Handled Answer(
        RoutingWorld desk,
        int i,
        string text,
        string more = "X-Mailer: phone",
        string id = "sent-7@mycompany.example"
    ) =>
        desk.Receive(Eml(Carl, $"{ToCatchall}\nIn-Reply-To: <{id}>\n{more}\nMessage-Id: <{i}@customer.example>", text));

    private static string WithFile(int i, string? file)
    {
        var attached = file is null ? "" : $"--b\nContent-Type: image/jpeg; name=photo.jpg\n\n{file}\n";
        var fields = $"{ToCatchall}\n{FilesFollow}\nMessage-Id: <{i}@customer.example>";
        return Eml(Carl, fields, $"--b\nContent-Type: text/plain\n\nSent from my phone\n{attached}--b--\n");
    }
}
