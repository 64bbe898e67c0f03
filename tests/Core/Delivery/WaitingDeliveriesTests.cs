using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Tests.Sending;

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

    [Fact]
    public void A_delivery_waits_from_when_it_was_first_due_for_the_server_that_keeps_it_back()
    {
        var due = SentMail.Now.AddMinutes(-5);
        var waiting = SentMail.ToCarl with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Server,
            FirstDue = due,
            WaitsFor = "relay",
            Server = "other",
        };

        var noted = WaitingDelivery.Of(SentMail.Comment, waiting)!;
        Assert.Equal((due, "relay", false), (noted.Since, noted.Server, noted.ForLimit));
        var older = WaitingDelivery.Of(SentMail.Comment, waiting with { FirstDue = null, WaitsFor = null })!;
        Assert.Equal((SentMail.Comment.Time, "other"), (older.Since, older.Server));
        Assert.Null(WaitingDelivery.Of(SentMail.Comment, waiting with { State = DeliveryState.Queued }));
    }

    private static WaitingDelivery Of(string id, string? server, int minutes, bool forLimit = false) =>
        new(id, server, Now.AddMinutes(-minutes), forLimit);
}
