using System.Globalization;
using System.Text.RegularExpressions;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Tests.Support;

namespace Postern.Tests.Delivery;

/// <summary>The table of docs/smtp-replies.md is what the code does.</summary>
public sealed partial class SmtpRepliesDocumentTests
{
    private static readonly Dictionary<string, SmtpStage> Stages = new()
    {
        ["opening"] = SmtpStage.Opening,
        ["MAIL"] = SmtpStage.Sender,
        ["RCPT"] = SmtpStage.Recipient,
        ["DATA"] = SmtpStage.Content,
    };

    public static TheoryData<string> Rows() => [.. ReadRows()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_line_of_the_document_is_true(string row)
    {
        var cells = Cells().Match(row).Groups;
        var stage = Stages[cells["stage"].Value];
        var reply = cells["reply"].Value;
        var code = int.Parse(reply[..3], CultureInfo.InvariantCulture);

        var result = SmtpReply.Read(stage, code, reply[4..]);

        Assert.Equal((reply, (int?)code, (SmtpStage?)stage), (result.Text, result.Code, result.Stage));
        var concern = ReplyReading.Of(stage, code, reply).Concern.ToString();
        Assert.Equal((cells["concern"].Value, cells["outcome"].Value), (concern.ToLowerInvariant(), OutcomeOf(result)));
    }

    [Fact]
    public void The_document_has_a_line_for_each_provider()
    {
        var rows = string.Join('\n', ReadRows());
        Assert.All(
            ["Exchange Online", "Gmail", "Yahoo", "Postfix", "ACS", "SES"],
            provider => Assert.Contains($"| {provider} |", rows, StringComparison.Ordinal)
        );
        Assert.All(Stages.Keys, stage => Assert.Contains($"| `{stage}` |", rows, StringComparison.Ordinal));
    }

    private static string OutcomeOf(DeliveryResult result) =>
        (result.Outcome, ServerReplies.Read(result)) switch
        {
            _ when result.SizeLimit is not null => "smaller",
            (DeliveryOutcome.Unreachable, ServerReply.Doubt) => "other, 3 pause",
            (DeliveryOutcome.Refused, ServerReply.Refusal) => "fail, 5 pause",
            (DeliveryOutcome.Refused, ServerReply.Answer) => "fail",
            (DeliveryOutcome.Deferred, ServerReply.Doubt) => "retry, 3 pause",
            (DeliveryOutcome.Deferred, ServerReply.Answer) => "retry",
            (DeliveryOutcome.Deferred or DeliveryOutcome.Unreachable, ServerReply.Limit) => "pause",
            var other => other.ToString(),
        };

    private static IEnumerable<string> ReadRows() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "smtp-replies.md")).Where(line => Cells().IsMatch(line));

    [GeneratedRegex(
        """^\| `(?<reply>[45]\d\d .+?)` \| `(?<stage>\w+)` \| (?<concern>\w+) \| `(?<outcome>[^`]+)` \|""",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Cells();
}
