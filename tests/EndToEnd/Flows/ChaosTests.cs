using System.Diagnostics;
using Xunit.Abstractions;

namespace Postern.Tests.Flows;

/// <summary>
/// Faults that a platform makes day by day, each often enough to meet every step: a run twice at once, a message
/// not deleted,
/// a run cancelled, a reply of storage lost, storage busy.
/// </summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Long")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Customers = 25;

    [Theory]
    [InlineData("twice=0.3")]
    [InlineData("undeleted=0.3")]
    [InlineData("cancel=0.3")]
    [InlineData("lost-reply=0.1")]
    [InlineData("busy=0.05")]
    public async Task Each_mail_is_one_message_and_each_notification_arrives_under(string chaos)
    {
        var (seed, watch) = (Random.Shared.Next(), Stopwatch.StartNew());
        await using var deployment = await Deployment.CreateAsync();
        var conversations = new Conversations(deployment, new PushedMail(deployment), Customers);
        await using (deployment.Start("--chaos", chaos, "--seed", $"{seed}"))
        {
            await conversations.OpenAsync();
            await conversations.FinishAsync();
        }

        var outcome = await Outcome.ReadAsync(deployment, conversations.Mails);
        output.WriteLine($"{chaos} (seed {seed}) in {watch.Elapsed.TotalSeconds:0} s: {outcome}");
        Assert.Equal(0, outcome.Doubles);
    }
}
