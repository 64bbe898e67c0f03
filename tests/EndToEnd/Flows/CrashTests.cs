using System.Diagnostics;
using Postern.Tests.Servers;
using Xunit.Abstractions;

namespace Postern.Tests.Flows;

/// <summary>
/// kill -9 of instances at random moments, from the first mail that comes in to the last that goes out.
/// </summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Long")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Customers = 100;
    private const int Kills = 12;

    [Fact]
    public async Task Killed_while_200_mails_are_routed_and_sent_no_mail_is_lost_and_none_is_doubled_unawares()
    {
        await using var deployment = await Deployment.CreateAsync();

        await RunAsync(deployment, new PushedMail(deployment));
    }

    [SkippableFact]
    public async Task Killed_while_200_mails_are_fetched_routed_and_sent_no_mail_is_lost_and_none_is_doubled_unawares()
    {
        var servers = await MailServers.SharedAsync();
        await using var deployment = await Deployment.CreateAsync(("Tls__CaFile", servers.AuthorityPath));
        using var mailbox = await FetchedMail.CreateAsync(deployment, servers);

        await RunAsync(deployment, mailbox);

        Assert.Equal(0, await mailbox.CountUnseenAsync());
    }

    private async Task RunAsync(Deployment deployment, IMailDrop drop)
    {
        var seed = Random.Shared.Next();
        var conversations = new Conversations(deployment, drop, Customers);
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        InstanceKiller killer;
        await using (var host = deployment.Start())
        {
            // Before the first mail: how a kept connection is answered does not change any more.
            killer = new InstanceKiller(host, deployment.Catcher, random);
            await KillAsync(killer, conversations, random);
            await conversations.FinishAsync();
        }

        var outcome = await Outcome.ReadAsync(deployment, conversations.Mails);
        output.WriteLine(
            $"{killer.Kills} kills, {killer.KillsAtAMail} of them while a mail was sent (seed {seed}) "
                + $"in {watch.Elapsed.TotalSeconds:0} s: {outcome}"
        );
    }

    // Each mail takes three steps: taken in, routed, its notification sent. A kill comes after a random number of
    // them, every
    // other one in the midst of a mail that is being sent; new mail comes before each, so that none meets idle
    // instances.
    private static async Task KillAsync(InstanceKiller killer, Conversations conversations, Random random)
    {
        for (var (kill, steps) = (1, 0); kill <= Kills; kill++)
        {
            await conversations.OpenAsync((Customers / Kills) + 1);
            var target = steps + random.Next(1, ((3 * conversations.MailsSoFar) - steps) / 2);
            steps = (await conversations.AnswerAsync(progress => progress.Steps >= target)).Steps;
            if (kill % 2 == 0)
            {
                killer.KillAtNextMail();
                await conversations.AnswerAsync(progress =>
                    killer.Kills >= kill || progress.Sent == conversations.MailsSoFar
                );
            }
            if (killer.Kills < kill)
                await killer.KillAsync();
        }
    }
}
