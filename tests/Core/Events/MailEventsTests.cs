using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Core.Events;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Tests.Events;

/// <summary>What an event says, and that it fits in a queue message.</summary>
public sealed class MailEventsTests
{
    private const int Room = 48 * 1024;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly ThreadMessage Message = new()
    {
        Key = "key",
        Id = "invoice-1",
        Metadata = new Dictionary<string, string> { ["tenant"] = "north" },
        Thread = new ThreadHead
        {
            Model = "outbound",
            Id = "t",
            Token = "t",
            Subject = "Invoice",
            Created = Now,
        },
        Time = Now,
        Author = new MessageAuthor("a@mycompany.example", null, true),
        MessageId = "m@mycompany.example",
    };

    private static readonly MessageDelivery Delivery = new()
    {
        Message = "key",
        Recipient = "ann@a.example",
        Changed = Now,
    };

    // One byte that JSON writes as six, and three bytes that it writes as they are.
    [Theory]
    [InlineData('\u0001')]
    [InlineData('€')]
    [InlineData('"')]
    public void An_event_fits_in_a_queue_message_also_as_base64_whatever_its_texts_hold(char character)
    {
        var metadata = new Dictionary<string, string> { ["k"] = new string(character, character == '€' ? 341 : 1023) };
        var full = new string(character, 10_000);
        var data = new MailEventData
        {
            Id = full[..200],
            Metadata = metadata,
            Parent = new EventParent
            {
                Id = full[..200],
                Metadata = metadata,
                Message = "key",
            },
            From = full,
            Subject = full,
            Reply = full,
            Reason = full,
            Text = full,
            Values = new JsonObject { ["v"] = full[..2000] },
        };
        var text = MailEvents.Write(MailEvents.Create(EventTypes.MessageReceived, Now, "subject", data));

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, Room);
        var read = JsonSerializer.Deserialize<MailEvent>(text, PosternJson.Strict)!.Data;
        Assert.Equal((metadata["k"], metadata["k"]), (read.Metadata!["k"], read.Parent!.Metadata!["k"]));
    }

    [Fact]
    public void A_text_of_four_kilobytes_stands_in_an_event_and_the_rest_does_not()
    {
        var data = new MailEventData { Text = new string('a', 4095) + "€" + new string('b', 100_000) };
        var text = MailEvents.Write(MailEvents.Create(EventTypes.MessageReceived, Now, "subject", data));
        Assert.Equal(new string('a', 4095), (string?)JsonNode.Parse(text)!["data"]!["text"]);
    }

    [Theory]
    [InlineData(DeliveryState.Sent, EventTypes.DeliverySent)]
    [InlineData(DeliveryState.Unknown, EventTypes.DeliveryDeferred)]
    [InlineData(DeliveryState.Waiting, EventTypes.DeliveryDeferred)]
    [InlineData(DeliveryState.Failed, EventTypes.DeliveryFailed)]
    [InlineData(DeliveryState.Bounced, EventTypes.DeliveryBounced)]
    [InlineData(DeliveryState.Skipped, EventTypes.DeliverySkipped)]
    public void Every_event_about_a_delivery_has_what_the_program_calls_its_message(DeliveryState state, string type)
    {
        var told = DeliveryEvents.Of(Message, Delivery with { State = state })!;
        Assert.Equal((type, "invoice-1", "north"), (told.Type, told.Data.Id, told.Data.Metadata!["tenant"]));
    }

    [Theory]
    [InlineData(DeliveryState.Queued)]
    [InlineData(DeliveryState.Sending)]
    public void A_delivery_that_only_began_is_not_told(DeliveryState state) =>
        Assert.Null(DeliveryEvents.Of(Message, Delivery with { State = state }));

    [Fact]
    public void That_a_delivery_waits_is_told_where_it_began_to_and_always_as_the_same_event()
    {
        var began = Delivery with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Limit,
            Reply = "The daily limit is reached.",
            WaitingSince = Now,
            NextAttempt = Now.AddHours(1),
        };
        var told = DeliveryEvents.OfWaiting(Message, began)!;
        Assert.Equal(
            (EventTypes.DeliveryWaiting, "invoice-1", DeliveryProblem.Limit, began.Reply, began.NextAttempt),
            (told.Type, told.Data.Id, told.Data.Problem, told.Data.Reply, told.Data.NextAttempt)
        );
        Assert.Equal(told.Id, DeliveryEvents.OfWaiting(Message, began)!.Id);

        Assert.Null(DeliveryEvents.OfWaiting(Message, began with { Changed = Now.AddHours(1) }));
        Assert.Null(DeliveryEvents.OfWaiting(Message, began with { State = DeliveryState.Sent, WaitingSince = null }));
        // An older version wrote it.
        Assert.Null(DeliveryEvents.OfWaiting(Message, began with { WaitingSince = null }));
        var later = Now.AddDays(1);
        var again = DeliveryEvents.OfWaiting(Message, began with { WaitingSince = later, Changed = later })!;
        Assert.NotEqual(told.Id, again.Id);
    }
}
