using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Admin;

namespace Postern.Tests.Finding;

/// <summary>Lists over all threads as they are asked for over HTTP, with as many rows as make a page end early.</summary>
public sealed class FindEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Threads_are_listed_by_their_newest_message_page_after_page()
    {
        foreach (var number in Enumerable.Range(0, 9))
            await PostAsync("sorted", $"{number}", Noon.AddDays(-(number % 3)).AddMinutes(number));
        // The oldest is answered, on a later day than all others.
        await PostAsync("sorted", "8", Noon.AddDays(1));

        var all = await ReadAllAsync("threads?model=sorted&limit=2");

        Assert.Equal(["8", "6", "3", "0", "7", "4", "1", "5", "2"], all.Select(item => Text(item, "id")));
        Assert.Equal("2026-11-03T12:00:00+00:00", Text(all[0], "lastActivity"));
        Assert.Equal("ann@a.example", Text(all[0]["lastAuthor"]!, "address"));
        Assert.False(all[0]["failed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_day_of_thousands_is_searched_in_calls_of_five_thousand_rows_and_every_thread_comes_once()
    {
        var recent = gateway.Services.GetRequiredService<RecentStore>();
        await PostAsync("busy", "05500", Noon, "The needle");
        await PostAsync("busy", "00001", Noon, "Another needle");
        var rows = Enumerable.Range(0, 5600).Select(number => Head("busy", $"{number:d5}"));
        foreach (var some in rows.Chunk(32))
            await Task.WhenAll(some.Select(head => recent.AddAsync(RecentThread.Of(head, Noon), default)));

        var first = (await gateway.GetAsync("threads?model=busy&q=NEEDLE")).Json;
        var second = (await gateway.GetAsync($"threads?model=busy&q=NEEDLE&after={Text(first, "next")}")).Json;

        Assert.Equal(["00001"], first["items"]!.AsArray().Select(item => Text(item!, "id")));
        Assert.Equal(["05500"], second["items"]!.AsArray().Select(item => Text(item!, "id")));
        Assert.Null(second["next"]);
        Assert.Equal(2, (await ReadAllAsync("threads?model=busy&limit=200")).Count);
    }

    [Fact]
    public async Task Only_threads_whose_mail_did_not_arrive_are_listed_where_that_is_asked_for()
    {
        await PostAsync("broken", "well", Noon);
        await PostAsync("broken", "ill", Noon, state: DeliveryState.Failed);

        Assert.Equal(["ill"], await IdsAsync("threads?model=broken&failed=true"));
        Assert.Equal(["well"], await IdsAsync("threads?model=broken&failed=false"));
        var ill = Assert.Single((await ReadAllAsync("threads?model=broken&q=ILL")));
        Assert.Equal((true, 1), (ill["failed"]!.GetValue<bool>(), ill["failures"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_was_sent_to_somebody_is_found_whatever_thread_it_is_on()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await PostAsync("order", $"ann{number}", Noon.AddDays(number), $"Order {number}", "Ann@Found.example");
        await PostAsync("order", "bob", Noon, "For Bob", "bob@found.example");

        var all = await ReadAllAsync("deliveries?recipient=ANN@found.example&limit=2");

        Assert.Equal(["ann4", "ann3", "ann2", "ann1", "ann0"], all.Select(item => Text(item, "id")));
        Assert.Equal(("order", "Order 4", "sent", "main"), Of(all[0]));
        Assert.Equal(
            ["ann3", "ann2"],
            await IdsAsync("deliveries?recipient=ann@found.example&from=2026-11-04&to=2026-11-05")
        );
        Assert.Empty(await IdsAsync("deliveries?recipient=ann@found.example&state=failed"));
        Assert.Equal(5, (await IdsAsync("deliveries?recipient=ann@found.example&server=main")).Count);
        Assert.Empty(await IdsAsync("deliveries?recipient=ann@found.example&server=other"));
        // Its id leads to the delivery.
        var path = $"threads/order/ann4/deliveries/{Text(all[0], "delivery")}/retry";
        Assert.Equal(409, (await gateway.PostAsync(path, "{}")).Status);

        static (string?, string?, string?, string?) Of(JsonNode item) =>
            (Text(item, "model"), Text(item, "subject"), Text(item, "state"), Text(item, "server"));
    }

    [Fact]
    public async Task A_search_among_thousands_of_deliveries_to_one_address_ends_a_call_early_and_goes_on()
    {
        var sent = gateway.Services.GetRequiredService<SentOutStore>();
        await PostAsync("order", "first", Noon.AddYears(-1), "The first", "loud@many.example", DeliveryState.Failed);
        foreach (var some in Enumerable.Range(0, 1500).Chunk(32))
        {
            // Rows of a run that died: what they lead to is not there.
            var mails = some.Select(number =>
                MailSentOut.Of(Message(Head("order", "none"), Noon.AddSeconds(number), "x"))
            );
            await Task.WhenAll(mails.Select(mail => sent.AddAsync(mail, ["loud@many.example"], default)));
        }

        var first = (await gateway.GetAsync("deliveries?recipient=loud@many.example")).Json;
        var second = (
            await gateway.GetAsync($"deliveries?recipient=loud@many.example&after={Text(first, "next")}")
        ).Json;

        Assert.Empty(first["items"]!.AsArray());
        Assert.Equal("first", Text(Assert.Single(second["items"]!.AsArray())!, "id"));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Deliveries_of_all_threads_are_found_by_their_state_and_server()
    {
        foreach (var number in Enumerable.Range(0, 30))
        {
            var state = number % 10 == 0 ? DeliveryState.Unknown : DeliveryState.Skipped;
            await PostAsync(
                "state",
                $"{number}",
                Noon.AddYears(-2).AddHours(number),
                $"S {number}",
                "s@s.example",
                state
            );
        }

        Assert.Equal(["20", "0", "10"], await IdsAsync("deliveries?state=unknown&limit=1&to=2024-11-30"));
        var skipped = await IdsAsync("deliveries?state=skipped&server=main&limit=4&from=2024-11-01&to=2024-11-30");
        Assert.Equal(27, skipped.Distinct().Count());
        Assert.Equal(27, skipped.Count);
    }

    [Fact]
    public async Task A_message_is_read_by_its_key()
    {
        var key = await PostAsync("order", "one", Noon, "Read me");

        var message = await gateway.GetAsync($"threads/order/one/messages/{key}");

        Assert.Equal((200, "Read me"), (message.Status, Text(message.Json, "subject")));
        Assert.Single(message.Json["deliveries"]!.AsArray());
        Assert.Equal(
            304,
            (await gateway.GetAsync($"threads/order/one/messages/{key}", ("If-None-Match", message.Tag))).Status
        );
        Assert.Equal(404, (await gateway.GetAsync($"threads/order/other/messages/{key}")).Status);
        Assert.Equal(404, (await gateway.GetAsync("threads/order/one/messages/x")).Status);
    }

    [Theory]
    [InlineData("deliveries?recipient=a@b.example&from=0001-01-01&to=9999-12-31")]
    [InlineData("deliveries?from=0001-01-01&to=0001-01-01")]
    [InlineData("mails?from=0001-01-01&to=9999-12-31")]
    [InlineData("mails?day=0001-01-01")]
    public async Task The_ends_of_the_calendar_are_days_like_others(string path) =>
        Assert.Equal(200, (await gateway.GetAsync(path)).Status);

    [Theory]
    [InlineData("threads?failed=maybe", "failed")]
    [InlineData("deliveries?recipient=ann", "recipient")]
    [InlineData("deliveries?state=lost", "state")]
    [InlineData("deliveries?from=yesterday", "from")]
    [InlineData("deliveries?from=2026-11-03&to=2026-11-02", "to")]
    [InlineData("mails?to=2026-02-30", "to")]
    [InlineData("mails?address=ann", "address")]
    [InlineData("mails?day=2026-11-02&from=2026-11-01", "day")]
    public async Task A_filter_that_says_nothing_is_answered_400_with_its_name(string path, string field)
    {
        var answer = await gateway.GetAsync(path);
        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    private async Task<string> PostAsync(
        string model,
        string id,
        DateTimeOffset time,
        string? subject = null,
        string recipient = "to@a.example",
        DeliveryState state = DeliveryState.Sent
    )
    {
        var (table, head) = (gateway.Storage.Table(TableNames.Threads), Head(model, id, subject));
        var message = Message(head, time, $"{model} {id}");
        var delivery = new MessageDelivery
        {
            Message = message.Key,
            Recipient = recipient.ToLowerInvariant(),
            State = state,
            Server = "main",
            Changed = time,
        };
        await table.UpsertEntityAsync(ThreadRows.Write(head));
        await table.UpsertEntityAsync(ThreadRows.Write(head.Key, message));
        await table.UpsertEntityAsync(ThreadRows.Write(head.Key, delivery));
        if (DeliveryFailure.Of(message, delivery) is { } flag)
        {
            var row = ThreadRows.Failure(DeliveryId.Of(delivery));
            await table.UpsertEntityAsync(TableRow.Write(head.Key.Partition, row, flag));
        }
        await gateway.Services.GetRequiredService<MessageIndex>().AddAsync(message, [delivery], default);
        return message.Key;
    }

    private static ThreadHead Head(string model, string id, string? subject = null) =>
        new()
        {
            Model = model,
            Id = id,
            Token = "token",
            Subject = subject ?? $"About {id}",
            Created = Noon,
        };

    private static ThreadMessage Message(ThreadHead head, DateTimeOffset time, string identity) =>
        new()
        {
            Key = MessageKey.Create(time, Hash.Of(MessageKey.IdLength, identity, $"{time:O}")).Value,
            Thread = head,
            Time = time,
            Subject = head.Subject,
            Author = new MessageAuthor("ann@a.example", "Ann", false),
            MessageId = "<m@a.example>",
        };

    private async Task<IReadOnlyList<string>> IdsAsync(string path) =>
        [.. (await ReadAllAsync(path)).Select(item => Text(item, "id")!)];

    private async Task<IReadOnlyList<JsonNode>> ReadAllAsync(string path)
    {
        var items = new List<JsonNode>();
        var next = "";
        for (var page = 0; page < 200; page++)
        {
            var answer = await gateway.GetAsync(next.Length == 0 ? path : $"{path}&after={next}");
            Assert.True(answer.Status == 200, $"{path}: {answer}");
            items.AddRange(answer.Json["items"]!.AsArray().Select(item => item!.DeepClone()));
            if (Text(answer.Json, "next") is not { } more)
                return items;
            next = more;
        }
        throw new InvalidOperationException($"{path} has no end.");
    }

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();
}
