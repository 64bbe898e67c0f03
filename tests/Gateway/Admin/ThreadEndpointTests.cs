using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Gateway.Outbound;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

/// <summary>A thread over HTTP: posting, following, values, and what did not arrive.</summary>
public sealed partial class ThreadEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task A_failed_delivery_is_shown_at_its_thread_and_tried_again_or_dismissed_once()
    {
        await FailAsync("t1");
        var thread = (await gateway.GetAsync("threads/order/t1")).Json;
        var failure = Assert.Single(thread["failures"]!.AsArray())!;
        Assert.Equal(
            ("sam@mycompany.example", "ann@a.example", "failed", "noServer"),
            (Text(failure, "author"), Text(failure, "recipient"), Text(failure, "state"), Text(failure, "problem"))
        );
        var listed = Assert.Single(
            (await gateway.GetAsync("threads/order/t1/deliveries?state=failed")).Json["items"]!.AsArray()
        )!;
        Assert.Equal(Text(failure, "delivery"), Text(listed, "id"));
        Assert.Empty((await gateway.GetAsync("threads/order/t1/deliveries?state=sent")).Json["items"]!.AsArray());

        var path = $"threads/order/t1/deliveries/{Text(failure, "delivery")}";
        Assert.Equal(204, (await gateway.PostAsync($"{path}/dismiss", "{}")).Status);
        Assert.Equal(409, (await gateway.PostAsync($"{path}/dismiss", "{}")).Status);
        Assert.Empty((await gateway.GetAsync("threads/order/t1")).Json["failures"]!.AsArray());
        Assert.Equal(204, (await gateway.PostAsync($"{path}/retry", "{}")).Status);
        var again = await gateway.PostAsync($"{path}/retry", "{}");
        Assert.Equal((409, "It is on its queue"), (again.Status, Text(again.Json, "detail")![..18]));
        Assert.Equal(
            "queued",
            Text(
                Assert.Single((await gateway.GetAsync("threads/order/t1/deliveries")).Json["items"]!.AsArray())!,
                "state"
            )
        );
    }

    [Fact]
    public async Task The_attention_list_shows_an_author_what_did_not_arrive_and_acts_on_it()
    {
        await FailAsync("t2", "eva@mycompany.example");
        const string Own = "attention?kind=undelivered&author=Eva@mycompany.example";
        var item = Assert.Single((await gateway.GetAsync(Own)).Json["items"]!.AsArray())!;
        Assert.Equal("t2", Text(item["thread"]!, "id"));
        Assert.Empty(
            (await gateway.GetAsync("attention?kind=held&author=eva@mycompany.example")).Json["items"]!.AsArray()
        );

        Assert.Equal(204, (await gateway.PostAsync($"attention/{Text(item, "id")}/discard", "{}")).Status);
        Assert.Empty((await gateway.GetAsync(Own)).Json["items"]!.AsArray());
        Assert.Empty((await gateway.GetAsync("threads/order/t2")).Json["failures"]!.AsArray());
        Assert.Equal(404, (await gateway.PostAsync($"attention/{Text(item, "id")}/discard", "{}")).Status);
        Assert.Equal(["kind"], (await gateway.GetAsync("attention?kind=none")).Fields);
    }

    [Theory]
    [InlineData("threads/order/none/deliveries", 404)]
    [InlineData("threads/order/t3/deliveries?state=lost", 400)]
    [InlineData("threads/order/t3/deliveries?after=x", 400)]
    public async Task A_question_that_cannot_be_answered_says_why(string path, int status)
    {
        await FailAsync("t3");
        Assert.Equal(status, (await gateway.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("threads/order/t4/deliveries/x/retry")]
    [InlineData("threads/order/t4/deliveries/000000000000000000000/dismiss")]
    public async Task A_delivery_that_is_not_there_is_not_found(string path)
    {
        await FailAsync("t4");
        Assert.Equal(404, (await gateway.PostAsync(path, "{}")).Status);
    }

    [Fact]
    public async Task A_message_to_many_shows_its_first_hundred_deliveries_and_says_that_there_are_more()
    {
        await FailAsync("t9");
        var (thread, table) = (new ThreadKey("order", "t9"), gateway.Storage.Table(TableNames.Threads));
        var key = Text(
            Assert.Single((await gateway.GetAsync("threads/order/t9/messages")).Json["items"]!.AsArray())!,
            "key"
        )!;
        var rows = Enumerable
            .Range(0, 99)
            .Select(i => new MessageDelivery
            {
                Message = key,
                Recipient = $"r{i}@a.example",
                State = DeliveryState.Sent,
            });
        foreach (var row in rows)
            await table.AddEntityAsync(ThreadRows.Write(thread, row));
        Assert.Equal((100, false), await ShownAsync());

        await table.AddEntityAsync(
            ThreadRows.Write(
                thread,
                new MessageDelivery
                {
                    Message = key,
                    Recipient = "z@a.example",
                    State = DeliveryState.Sent,
                }
            )
        );
        Assert.Equal((100, true), await ShownAsync());
        Assert.Equal(
            101,
            (await gateway.GetAsync("threads/order/t9/deliveries?limit=1000")).Json["items"]!.AsArray().Count
        );

        async Task<(int, bool)> ShownAsync()
        {
            var message = Assert.Single(
                (await gateway.GetAsync("threads/order/t9/messages")).Json["items"]!.AsArray()
            )!;
            return (message["deliveries"]!.AsArray().Count, message["moreDeliveries"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task Deliveries_come_a_page_at_a_time()
    {
        await FailAsync("t5", recipients: ["a@a.example", "b@a.example", "c@a.example"]);
        var first = (await gateway.GetAsync("threads/order/t5/deliveries?limit=2")).Json;
        var second = (await gateway.GetAsync($"threads/order/t5/deliveries?limit=2&after={Text(first, "next")}")).Json;
        Assert.Equal(
            ["a@a.example", "b@a.example", "c@a.example"],
            first["items"]!
                .AsArray()
                .Concat(second["items"]!.AsArray())
                .Select(item => Text(item!, "recipient"))
                .Order()
        );
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Values_are_merged_and_a_null_removes_one()
    {
        await FailAsync("t6");
        var first = await SendPatchAsync("t6", """{"subject":"Ten printers","values":{"team":"north","size":10}}""");
        Assert.Equal((200, "Ten printers"), (first.Status, Text(first.Json, "subject")));
        Assert.Equal(
            412,
            (await SendPatchAsync("t6", """{"values":{"team":"south"}}""", ("If-Match", "\"other\""))).Status
        );
        Assert.Equal(
            200,
            (await SendPatchAsync("t6", """{"values":{"size":null,"team":"south"}}""", ("If-Match", first.Tag))).Status
        );
        Assert.Equal(
            """{"team":"south"}""",
            (await gateway.GetAsync("threads/order/t6")).Json["values"]!.ToJsonString()
        );
        Assert.Equal(["subject"], (await SendPatchAsync("t6", """{"subject":" "}""")).Fields);
        Assert.Equal(404, (await SendPatchAsync("none", """{"subject":"x"}""")).Status);
        Assert.Equal(400, (await SendPatchAsync("t6", """{"token":"x"}""")).Status);
    }

    [Fact]
    public async Task A_model_s_template_is_checked_when_it_is_saved()
    {
        Assert.Equal(
            ["notification.html"],
            (await gateway.PutAsync("models/order.checked", """{"notification":{"html":"<p>Hello</p>"}}""")).Fields
        );
        Assert.Equal(
            201,
            (
                await gateway.PutAsync(
                    "models/order.checked",
                    """{"notification":{"subject":"[{id}] {subject}"},"followCc":true,"showOthers":false}"""
                )
            ).Status
        );
    }

    private Task<Reply> SendPatchAsync(string id, string json, params (string Name, string Value)[] headers) =>
        gateway.SendJsonAsync("PATCH", $"threads/order/{id}", json, headers);

    /// <summary>A message on a thread that no server can send.</summary>
    private async Task FailAsync(string id, string author = "sam@mycompany.example", params string[] recipients)
    {
        var followers = new JsonArray([
            .. (recipients.Length == 0 ? ["ann@a.example"] : recipients).Select(address => JsonValue.Create(address)),
        ]);
        var post = new JsonObject
        {
            ["v"] = 1,
            ["id"] = id,
            ["thread"] = new JsonObject
            {
                ["model"] = "order",
                ["id"] = id,
                ["create"] = true,
            },
            ["author"] = author,
            ["text"] = "Hi.",
            ["followers"] = followers,
        };
        await gateway.Services.GetRequiredService<PostProcessor>().ProcessAsync(post.ToJsonString(), default);
        var key = new ThreadKey("order", id);
        var store = gateway.Services.GetRequiredService<ThreadStore>();
        foreach (var delivery in await store.ListDeliveriesAsync(key, null, DeliveryState.Queued, 100, default))
            await gateway
                .Services.GetRequiredService<OutboundProcessor>()
                .ProcessAsync(QueueNames.OutboundMail, WaitingMail.Message(delivery.Reference(key)), default);
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();
}
