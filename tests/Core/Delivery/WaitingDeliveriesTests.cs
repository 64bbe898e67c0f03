using Postern.Core.Delivery;

namespace Postern.Tests.Delivery;

public sealed class WaitingDeliveriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Deliveries_are_counted_by_server_with_the_oldest_and_those_that_are_late()
    {
        var waiting = new WaitingDeliveries(
            [
                Of("a", "relay", minutes: 5),
                Of("b", "relay", minutes: 61),
                Of("c", "relay", minutes: 60),
                Of("d", "other", minutes: 300, forLimit: true),
                Of("e", null, minutes: 90),
            ],
            more: false,
            Now
        );

        Assert.Equal(new WaitingCount(3, Now.AddMinutes(-61), 1, false), waiting.At("relay"));
        Assert.Equal(new WaitingCount(1, Now.AddMinutes(-300), 0, false), waiting.At("other"));
        Assert.Equal(WaitingCount.None, waiting.At("unknown"));
        Assert.Equal(new WaitingCount(5, Now.AddMinutes(-300), 2, false), waiting.All);
        Assert.Equal(new WaitingCount(1, Now.AddMinutes(-90), 1, false), waiting.Outside(["relay", "other"]));
        Assert.Equal(new WaitingCount(2, Now.AddMinutes(-300), 1, false), waiting.Outside(["relay"]));
    }

    [Fact]
    public void A_delivery_that_is_entered_for_two_times_is_one()
    {
        var waiting = new WaitingDeliveries([Of("a", "relay", 5), Of("a", "relay", 5)], more: true, Now);

        Assert.Equal(new WaitingCount(1, Now.AddMinutes(-5), 0, true), waiting.All);
    }

    private static WaitingDelivery Of(string id, string? server, int minutes, bool forLimit = false) =>
        new(id, server, Now.AddMinutes(-minutes), forLimit);
}
