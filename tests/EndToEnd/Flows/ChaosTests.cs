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
    [Theory]
    [InlineData("twice=0.3", 25, 0)]
    [InlineData("undeleted=0.3", 25, 0)]
    [InlineData("cancel=0.3", 25, 0)]
    [InlineData("lost-reply=0.1", 25, 0)]
    [InlineData("busy=0.05", 25, 0)]
    [InlineData("twice=0.1,undeleted=0.1,cancel=0.1,lost-reply=0.03,busy=0.02", 100, 2)]
    public async Task Each_mail_is_one_message_and_each_notification_arrives_under(
        string chaos,
        int customers,
        int mostDoubles
    )
    {
        var (seed, watch) = (Random.Shared.Next(), Stopwatch.StartNew());
        await using var deployment = await Deployment.CreateAsync();
        var conversations = new Conversations(deployment, new PushedMail(deployment), customers);
        await using (deployment.Start("--chaos", chaos, "--seed", $"{seed}"))
        {
            await conversations.OpenAsync(customers);
            await conversations.FinishAsync();
        }

        var outcome = await Outcome.ReadAsync(deployment, conversations.Mails);
        output.WriteLine($"{chaos} (seed {seed}) in {watch.Elapsed.TotalSeconds:0} s: {outcome}");
        Assert.InRange(outcome.Doubles, 0, mostDoubles);
    }
}
