using System.Diagnostics;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Gateway.Storage;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Flows;

/// <summary>The whole program with outgoing servers of which some never answer.</summary>
public sealed class IsolationTests(ITestOutputHelper output)
{
    private const int Mails = 12;

    // What the machine may take longer at any time.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Mail_over_one_server_is_as_fast_beside_two_silent_servers_as_alone()
    {
        await using var first = new SilentServer("MAIL");
        await using var second = new SilentServer("MAIL");
        await using var deployment = await Deployment.CreateAsync(("Timings__DeliveryLease", "00:15:00"));
        await PutServerAsync(deployment, "healthy", deployment.Catcher.Port);
        await PutServerAsync(deployment, "first", first.Port);
        await PutServerAsync(deployment, "second", second.Port);
        await using var host = deployment.Start();
        await PutAsync(deployment, "healthy", "start", 1);
        await Eventually.TrueAsync(() => deployment.Catcher.Mails.Count == 1);

        var alone = await MeasureAsync(deployment, "alone");
        await PutAsync(deployment, "first", "silent", Mails);
        await PutAsync(deployment, "second", "silent", Mails);
        // The best of three: what else the machine does for a moment says nothing.
        var beside = TimeSpan.MaxValue;
        for (var round = 0; round < 3 && beside > (2 * alone) + Slack; round++)
            beside = Min(beside, await MeasureAsync(deployment, $"beside{round}"));

        output.WriteLine(
            $"{Mails} mails over a server that answers: {alone.TotalSeconds:f1} s alone, "
                + $"{beside.TotalSeconds:f1} s beside two silent servers with {Mails} mails each, which "
                + $"{first.Waiting + second.Waiting} mails wait for at once"
        );
        Assert.InRange(beside, TimeSpan.Zero, (2 * alone) + Slack);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task<TimeSpan> MeasureAsync(Deployment deployment, string id)
    {
        var (watch, before) = (Stopwatch.StartNew(), deployment.Catcher.Mails.Count);
        await PutAsync(deployment, "healthy", id, Mails);
        await Eventually.TrueAsync(() => deployment.Catcher.Mails.Count == before + Mails);
        return watch.Elapsed;
    }

    private static Task PutServerAsync(Deployment deployment, string id, int port) =>
        deployment.PutAsync(
            ConfigurationKinds.OutgoingServer,
            id,
            new OutgoingServer
            {
                Name = id,
                Host = "127.0.0.1",
                Port = port,
                Security = ConnectionSecurity.None,
            }
        );

    private static async Task PutAsync(Deployment deployment, string server, string id, int mails)
    {
        for (var mail = 0; mail < mails; mail++)
        {
            var one = new OutboundMail
            {
                Id = $"{server}-{id}-{mail}",
                From = $"sam@{Deployment.Domain}",
                To = [$"r{mail}@{server}.example"],
                Subject = $"{id} {mail}",
                Text = "Hi.",
                Server = server,
            };
            await deployment.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, one, default);
        }
    }
}
