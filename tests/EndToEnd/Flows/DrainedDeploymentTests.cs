using System.Collections.Concurrent;
using System.Diagnostics;
using Postern.Core.Health;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Operations;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Flows;

/// <summary>
/// A deployment that kills every instance while mail is being sent. A mail that the server has and has not answered for is
/// in the window: it may be sent again. Draining empties the window first.
/// </summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Long")]
public sealed class DrainedDeploymentTests(ITestOutputHelper output)
{
    private const int Customers = 8;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_mail_is_lost_and_none_doubled_but_within_the_window(bool drains)
    {
        var arrivals = new ConcurrentQueue<long>();
        await using var deployment = await Deployment.CreateAsync(("Timings__DrainPause", "00:00:01"));
        deployment.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                arrivals.Enqueue(Stopwatch.GetTimestamp());
                return SmtpDataAnswer.Late(Answer);
            },
        };
        var conversations = new Conversations(deployment, new PushedMail(deployment), Customers);
        await conversations.OpenAsync();
        await using var host = deployment.Start();
        await Eventually.TrueAsync(() => !arrivals.IsEmpty, EndToEnd.Deadline);
        if (drains)
            await DrainAsync(deployment);

        var begun = arrivals.Count;
        Assert.InRange(begun, 1, Customers);
        foreach (var instance in host.Instances)
        {
            using var process = Process.GetProcessById(instance);
            process.Kill();
            await process.WaitForExitAsync();
        }
        var window = arrivals.Count(arrival => Stopwatch.GetElapsedTime(arrival) < Answer);
        if (drains)
            await deployment.Get<DrainEditor>().EndAsync(default);
        await conversations.FinishAsync();

        var outcome = await Outcome.ReadAsync(deployment, conversations.Mails);
        output.WriteLine($"drained: {drains}; {begun} begun, {window} not answered; {outcome}");
        // On a busy machine a reply may not have been written down yet, so each that was begun is in the window.
        Assert.InRange(outcome.Doubles, 0, drains ? 0 : begun);
    }

    private static async Task DrainAsync(Deployment deployment)
    {
        await deployment.Get<DrainEditor>().BeginAsync(default);
        var health = deployment.Get<HealthReader>();
        await Eventually.ReadAsync<DrainStatus?>(
            () => health.ReadDrainAsync(default),
            status => status is { Quiet: true },
            EndToEnd.Deadline
        );
    }
}
