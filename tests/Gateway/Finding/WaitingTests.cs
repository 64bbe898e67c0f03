using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Finding;
using Postern.DevHost.Smtp;
using Postern.Gateway.Outbound;
using Postern.Gateway.Searching;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Finding;

/// <summary>What waits is listed without a search.</summary>
public sealed class WaitingTests
{
    private static readonly DeliveryFilter Waiting = new(State: DeliveryState.Waiting);

    [Fact]
    public async Task What_waits_for_its_next_attempt_is_listed_once_and_no_longer_when_it_is_sent()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseSender = _ => "451 4.3.0 later" };
        foreach (var number in Enumerable.Range(0, 5))
            await gateway.PushAsync(
                Mails.New($"c{number}@a.example", $"support@{TestGateway.Domain}", $"Mail {number}")
            );
        await gateway.DrainAsync();
        // A second attempt of each, so that there are rows of both.
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(30));

        var all = await ReadAllAsync(gateway, Waiting, 2);

        Assert.Equal(
            ["Mail 0", "Mail 1", "Mail 2", "Mail 3", "Mail 4"],
            all.Select(delivery => delivery.Subject).Order()
        );
        Assert.Equal(all.OrderBy(delivery => delivery.NextAttempt), all);
        Assert.Equal(5, (await ReadAllAsync(gateway, Waiting with { Server = all[0].Server }, 10)).Count);
        Assert.Empty(await ReadAllAsync(gateway, Waiting with { Server = "other" }, 10));
        gateway.Catcher.Behaviour = new SmtpBehaviour();
        await gateway.AdvanceAsync(TimeSpan.FromHours(6));
        Assert.Equal(5, gateway.Sent.Count);
        Assert.Empty(await ReadAllAsync(gateway, Waiting, 10));
    }

    [Fact]
    public async Task What_a_person_is_to_release_waits_as_well_and_comes_last()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseSender = _ => "451 4.3.0 later" };
        await gateway.PushAsync(Mails.New("a@a.example", $"support@{TestGateway.Domain}", "Timed"));
        await gateway.DrainAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.mode", "hold");
        foreach (var number in Enumerable.Range(0, 3))
            await gateway.PushAsync(Mails.New("b@a.example", $"support@{TestGateway.Domain}", $"Held {number}"));
        await gateway.DrainAsync();

        foreach (var limit in new[] { 1, 2, 10 })
        {
            var all = await ReadAllAsync(gateway, Waiting, limit);
            Assert.Equal(["Timed", "Held 2", "Held 1", "Held 0"], all.Select(delivery => delivery.Subject));
            Assert.Equal(DeliveryProblem.Held, all[^1].Problem);
        }
        await gateway.Get<HeldMail>().ReleaseAllAsync(default);
        Assert.DoesNotContain(await ReadAllAsync(gateway, Waiting, 10), delivery => delivery.NextAttempt is null);
    }

    private static async Task<List<FoundDelivery>> ReadAllAsync(TestGateway gateway, DeliveryFilter filter, int limit)
    {
        var (found, place) = (new List<FoundDelivery>(), (string?)null);
        do
        {
            var page = await gateway.Get<DeliveryFinder>().FindAsync(filter, place, limit, default);
            Assert.InRange(page.Items.Count, 0, limit);
            found.AddRange(page.Items);
            place = page.Next;
        } while (place is not null);
        return found;
    }
}
