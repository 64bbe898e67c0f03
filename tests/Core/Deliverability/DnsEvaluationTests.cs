using System.Net;
using Postern.Contracts.Http;
using Postern.Core.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Deliverability;

public sealed class DnsEvaluationTests
{
    private static readonly DnsQuestion Record = new("example.com", DnsType.Txt);

    private static readonly FakeZone Zone = FakeZone.Of(
        "example.com TXT v=spf1 a:mail.example a:mail.example include:other.example -all",
        "mail.example A 192.0.2.1",
        "other.example TXT v=spf1 ip4:192.0.2.7 -all"
    );

    [Fact]
    public void Questions_come_until_all_answers_are_known_and_then_the_result()
    {
        var first = Unanswered(DnsAnswers.None);
        var withRecord = DnsAnswers.None.With(Zone.Replies(first));
        var second = Unanswered(withRecord);
        var result = Evaluate(withRecord.With(Zone.Replies(second)));

        Assert.Equal([Record], first);
        Assert.Equal([new("mail.example", DnsType.A), new("other.example", DnsType.Txt)], second);
        Assert.Equal(SpfResult.Pass, Assert.IsType<DnsEvaluation<SpfVerdict>.Result>(result).Value.Result);
    }

    [Fact]
    public void A_report_on_a_domain_asks_no_question_twice()
    {
        var configuration = Configurations.Of(outgoing: [ServerOf("one"), ServerOf("two")]);
        var (answers, asked) = (DnsAnswers.None, new List<DnsQuestion>());
        var rounds = 0;

        while (
            DomainReporter.Evaluate("example.com", [], configuration, answers)
                is DnsEvaluation<DomainReport>.Questions { Unanswered: var questions }
        )
        {
            Assert.NotEmpty(questions);
            Assert.All(questions, question => Assert.DoesNotContain(question, asked));
            asked.AddRange(questions);
            answers = answers.With(Zone.Replies(questions));
            rounds++;
        }

        Assert.InRange(rounds, 2, 5);
        Assert.Equal(asked.Count, asked.Distinct().Count());
    }

    [Fact]
    public void A_failure_of_the_DNS_is_an_answer()
    {
        var result = Evaluate(DnsAnswers.None.With([KeyValuePair.Create(Record, DnsReply.Failed)]));

        Assert.Equal(SpfResult.TempError, Assert.IsType<DnsEvaluation<SpfVerdict>.Result>(result).Value.Result);
    }

    [Fact]
    public void Further_answers_leave_the_earlier_ones_as_they_were()
    {
        var further = DnsAnswers.None.With(Zone.Replies([Record]));

        Assert.Equal((0, 1), (DnsAnswers.None.Count, further.Count));
        Assert.Null(DnsAnswers.None.Find(Record));
        Assert.NotNull(further.Find(Record));
    }

    private static DnsEvaluation<SpfVerdict> Evaluate(DnsAnswers answers) =>
        SpfEvaluator.Evaluate(new SpfQuery(IPAddress.Parse("192.0.2.7"), "example.com"), answers);

    private static IReadOnlyCollection<DnsQuestion> Unanswered(DnsAnswers answers) =>
        Assert.IsType<DnsEvaluation<SpfVerdict>.Questions>(Evaluate(answers)).Unanswered;

    private static OutgoingServer ServerOf(string id) =>
        new()
        {
            Id = id,
            Name = id,
            Host = "mail.example",
        };
}
