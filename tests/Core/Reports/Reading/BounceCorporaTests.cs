using Postern.Core.Reports;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Reports.Reading;

public class BounceCorporaTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Bounces_of_other_projects_are_read_as_they_expect()
    {
        var scores = BounceSample
            .Of("bounce")
            .GroupBy(sample => sample.Basis)
            .OrderBy(source => source.Key)
            .Select(source => BounceCorpusScore.Of(source.Key, [.. source], output.WriteLine))
            .ToList();

        foreach (var score in scores)
            output.WriteLine(score.ToString());
        var missed = scores.Sum(score => score.Found.All - score.Found.Right);
        var unlabelled = BounceSample.Of("bounce").Where(sample => !sample.IsBounce).ToList();
        var found = unlabelled.Count(sample => sample.Found);
        output.WriteLine($"missed: {missed}; of {unlabelled.Count} without a verdict {found} are called a bounce");
        Floor(0.98, "found", scores, score => score.Found);
        Floor(0.96, "addresses", scores, score => score.Exact);
        Floor(0.97, "status", scores, score => score.Status);
        Floor(0.94, "reply codes", scores, score => score.ReplyCode);
        Floor(0.85, "reasons", scores, score => score.Reason);
        Floor(0.87, "hard", scores, score => score.Hard);
    }

    [CorpusFact]
    public void Mail_that_is_no_bounce_is_not_called_one()
    {
        var samples = BounceSample.Of("auto").ToList();

        foreach (var sample in samples)
            output.WriteLine($"{sample.Class, -20} {sample.Id} {sample.Report?.Kind.ToString() ?? "-"}");
        foreach (var group in samples.GroupBy(sample => sample.Class))
            output.WriteLine($"{group.Key}: {group.Count(sample => sample.Found)} of {group.Count()} called a bounce");
        // Mail systems wrote these, whatever their sources class them as: the words, the returned mail or the
        // delivery-status part show it.
        var doubtful = samples.Where(sample => sample.Class is "ambiguous" or "auto-generated" or "challenge-response");
        Assert.InRange(doubtful.Count(sample => sample.Found), 0, 3);
        Assert.All(
            samples.Where(sample => sample.Class is "ordinary" or "not-bounce"),
            sample => Assert.Null(sample.Report)
        );
        // One has nothing but a subject, which people write too.
        Assert.Null(
            Assert
                .Single(
                    samples,
                    sample =>
                        sample
                            is { Class: "auto-reply", Report.Kind: not BounceReportKind.Automatic }
                                or { Class: "auto-reply", Report: null }
                )
                .Report
        );
        Assert.All(
            samples.Where(sample => sample.Class == "arf"),
            sample =>
                Assert.True(
                    sample.Report is { Kind: BounceReportKind.Complaint or BounceReportKind.Automatic },
                    sample.Id
                )
        );
    }

    private void Floor(
        double floor,
        string what,
        IReadOnlyList<BounceCorpusScore> scores,
        Func<BounceCorpusScore, Tally> tally
    )
    {
        var all = scores.Select(tally).Aggregate((left, right) => left + right);
        output.WriteLine($"{what}: {all}, {all.Share:P1}");
        Assert.InRange(all.Share, floor, 1);
    }
}
