using Postern.Core.Parsing;
using Postern.Core.Reports;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Reports.Reading;

public class BounceCorporaTests(ITestOutputHelper output)
{
    private static readonly (string Part, bool IsOpen)[] Parts = [("open", true), ("held", false)];

    // All are shown before one fails.
    private readonly List<string> _below = [];

    // Of the open and of the held part. They may only rise.
    private static readonly Floor[] Floors =
    [
        new("found", 0.98, 0.98, score => score.Found),
        new("addresses", 0.96, 0.97, score => score.Exact),
        new("status", 0.96, 0.98, score => score.Status),
        new("reply codes", 0.97, 0.91, score => score.ReplyCode),
        new("reasons", 0.91, 0.84, score => score.Reason),
    ];

    // A source means its own by "hard", so that each has its own floor.
    private static readonly Dictionary<string, (double Open, double Held)> HardFloors = new()
    {
        ["flufl"] = (0.94, 0.93),
        ["postfix"] = (1, 1),
        ["sisimai"] = (0.87, 0.88),
        ["voku"] = (1, 1),
    };

    [CorpusFact]
    public void Bounces_of_other_projects_are_read_as_they_expect()
    {
        var samples = BounceSample.Of("bounce").ToList();

        foreach (var (part, isOpen) in Parts)
        {
            var scores = Scores(samples, isOpen);
            foreach (var score in scores)
                output.WriteLine($"{part} {score}");
            foreach (var floor in Floors)
                Hold(floor.What, part, scores.Select(floor.Tally), isOpen ? floor.Open : floor.Held);
            foreach (var (basis, floor) in HardFloors)
            {
                var hard = scores.Where(score => score.Basis == basis).Select(score => score.Hard);
                Hold($"hard of {basis}", part, hard, isOpen ? floor.Open : floor.Held);
            }
        }
        Assert.Empty(_below);
    }

    [CorpusFact]
    public void Mail_that_is_no_bounce_is_not_called_one()
    {
        var samples = BounceSample.Of("auto").ToList();

        foreach (var group in samples.GroupBy(sample => (sample.Class, sample.IsOpen)).OrderBy(group => group.Key))
            output.WriteLine($"{group.Key}: {group.Count(sample => sample.Found)} of {group.Count()} called a bounce");
        Assert.Equal(0, samples.Count(sample => sample.Class is "ordinary" or "not-bounce" && sample.Found));
        // Mail systems wrote these, whatever their sources call them: the words, the returned mail or the
        // delivery-status part show it.
        Assert.InRange(
            samples.Count(sample =>
                sample.Class is "ambiguous" or "auto-generated" or "challenge-response" && sample.Found
            ),
            0,
            3
        );
        Assert.Equal(
            0,
            samples.Count(sample =>
                sample.Class == "arf"
                && sample.Report is not { Kind: BounceReportKind.Complaint or BounceReportKind.Automatic }
            )
        );
    }

    [CorpusFact]
    public void Answers_of_machines_are_told_from_mail_of_people()
    {
        var samples = BounceSample.Of("auto").ToList();

        foreach (var (part, isOpen) in Parts)
        {
            var answers = samples.Where(sample =>
                sample.IsOpen == isOpen && sample.Class is "auto-reply" or "challenge-response"
            );
            Hold("automatic answers", part, [Tally.Of(answers, sample => sample.Kind is not null, _ => { })], 0.8);
        }
        Assert.Empty(_below);
        Assert.Equal(0, samples.Count(sample => sample.Class == "ordinary" && sample.Kind is not null));
    }

    [CorpusFact]
    public void Replies_of_people_are_no_bounces() =>
        Assert.Equal(
            0,
            Directory
                .EnumerateFiles(Corpora.PathOf("reply", "mails"), "*.eml")
                .Count(file => MailParser.Parse(File.ReadAllBytes(file)).Report is not null)
        );

    private List<BounceCorpusScore> Scores(List<BounceSample> samples, bool isOpen) =>
        samples
            .Where(sample => sample.IsOpen == isOpen)
            .GroupBy(sample => sample.Basis)
            .OrderBy(source => source.Key)
            .Select(source => BounceCorpusScore.Of(source.Key, [.. source], isOpen ? output.WriteLine : Silent))
            .ToList();

    // Held mails are scored as numbers.
    private static void Silent(string difference) { }

    private void Hold(string what, string part, IEnumerable<Tally> tallies, double floor)
    {
        var all = tallies.Aggregate(default(Tally), (left, right) => left + right);
        output.WriteLine($"{part} {what}: {all}, {all.Share:P1}");
        if (all.Share < floor)
            _below.Add($"{part} {what}: {all} is less than {floor:P1}");
    }

    private sealed record Floor(string What, double Open, double Held, Func<BounceCorpusScore, Tally> Tally);
}
