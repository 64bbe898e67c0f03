using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Gateway.Trying;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Trying;

/// <summary>A test mail takes the way of every mail, and the answer is its trace.</summary>
public sealed class AliasTrialTests
{
    private static readonly TrialRequest Question = new()
    {
        Alias = $"support@{TestGateway.Domain}",
        From = "Carl <carl@customer.example>",
        Subject = "Printer",
        Text = "It is on fire.",
    };

    [Fact]
    public async Task It_is_routed_and_sent_as_a_real_one_and_the_answer_waits_for_that()
    {
        await using var gateway = await DeskAsync();
        var answer = gateway.Get<AliasTrial>().SendAsync(Question, default);
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        await Eventually.ReadAsync(async () => (await queue.PeekMessagesAsync(1)).Value.Length, count => count == 1);
        Assert.False(answer.IsCompleted);
        await gateway.DrainAsync();
        await Eventually.TrueAsync(() =>
        {
            gateway.Time.Advance(TimeSpan.FromMilliseconds(200));
            return answer.IsCompleted;
        });

        var report = await answer;
        Assert.True(report.Finished, string.Join(' ', report.Pending));
        Assert.Equal((JournalState.Routed, "try"), (report.Journal.State, report.Journal.Source));
        Assert.Contains(report.Journal.Reasons, reason => reason.Hit);
        var message = Assert.Single(report.Messages);
        Assert.Equal("helpdesk.ticket", message.Thread.Model);
        var delivery = Assert.Single(message.Deliveries);
        Assert.Equal((DeliveryState.Sent, "2.0.0 Caught"), (delivery.State, delivery.Reply));
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task What_is_not_done_in_time_is_said_with_where_to_look()
    {
        await using var gateway = await DeskAsync();
        var report = await gateway.Get<AliasTrial>().SendAsync(Question with { Seconds = 0 }, default);
        Assert.False(report.Finished);
        Assert.Contains($"/api/mails/{report.Journal.Id}", Assert.Single(report.Pending), StringComparison.Ordinal);

        await gateway.Get<DrainEditor>().BeginAsync(default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        var drained = await gateway.Get<AliasTrial>().SendAsync(Question, default);
        Assert.Contains("mail.mode is drain", Assert.Single(drained.Pending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_only_explains_and_a_wrong_question_is_refused()
    {
        await using var gateway = await DeskAsync();
        var trial = gateway.Get<AliasTrial>();
        var explanation = await trial.ExplainAsync(Question, default);
        Assert.Equal(JournalState.Routed, explanation.State);
        await gateway.DrainAsync();
        Assert.Empty(gateway.Sent);

        Assert.Null(await trial.FindProblemAsync(Question, default));
        Assert.Equal(
            "alias",
            (await trial.FindProblemAsync(Question with { Alias = "none@x.example" }, default))?.Field
        );
        Assert.Equal("from", (await trial.FindProblemAsync(Question with { From = Question.Alias }, default))?.Field);
        Assert.Equal("seconds", (await trial.FindProblemAsync(Question with { Seconds = 61 }, default))?.Field);
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }
}
