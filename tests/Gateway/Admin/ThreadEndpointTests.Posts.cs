using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

/// <content>What became of a program's message, by the id that the program gave it.</content>
public sealed partial class ThreadEndpointTests
{
    [Fact]
    public async Task A_post_over_HTTP_is_found_by_its_id_from_the_answer_on_to_its_deliveries()
    {
        const string Id = "order 47/11: 100 % „done“ #1?";
        const string Body = """
            {"id":"order 47/11: 100 % „done“ #1?","metadata":{"tenant":"north"},"create":true,
             "author":"sam@mycompany.example","text":"Hi.","followers":["ann@a.example"]}
            """;
        Assert.Equal(202, (await gateway.PostAsync("threads/order/q1/messages", Body)).Status);
        var queued = await FindAsync(Id);
        Assert.Equal((200, "queued", "thread-posts"), (queued.Status, State(queued), Text(queued.Json, "queue")));
        Assert.Equal(("order", "q1"), ThreadOf(queued));
        Assert.Empty(queued.Json["deliveries"]!.AsArray());

        await PostAsync(await TakeAsync(Id));
        var done = (await FindAsync(Id)).Json;
        Assert.Equal(("done", Id, "north"), (Text(done, "state"), Text(done, "id"), Text(done["metadata"]!, "tenant")));
        var message = Assert.Single((await gateway.GetAsync("threads/order/q1/messages")).Json["items"]!.AsArray())!;
        Assert.Equal(
            (Text(message, "key"), Text(message, "messageId"), Id),
            (Text(done, "message"), Text(done, "messageId"), Text(message, "id"))
        );
        var delivery = Assert.Single(done["deliveries"]!.AsArray())!;
        Assert.Equal(
            ("ann@a.example", "queued", Id),
            (Text(delivery, "recipient"), Text(delivery, "state"), Text(delivery, "post"))
        );
    }

    [Theory]
    [InlineData(QueueNames.OutboundMail)]
    [InlineData(QueueNames.OutboundBulk)]
    public async Task A_mail_that_belongs_to_no_record_is_found_with_what_became_of_it(string queue)
    {
        await SendAsync(queue, MailOf($"invoice-{queue}"));
        var found = (await FindAsync($"invoice-{queue}")).Json;
        Assert.Equal(("done", queue), (Text(found, "state"), Text(found, "queue")));
        Assert.Equal("outbound", Text(found["thread"]!, "model"));
        Assert.Equal("ann@a.example", Text(Assert.Single(found["deliveries"]!.AsArray())!, "recipient"));
        Assert.False(found["moreDeliveries"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_message_that_is_being_put_on_its_thread_is_accepted()
    {
        await SendAsync(QueueNames.OutboundMail, MailOf("half"));
        var found = (await FindAsync("half")).Json;
        // As after a crash between the decision and the message.
        var partition = new ThreadKey("outbound", Text(found["thread"]!, "id")!).Partition;
        await gateway
            .Storage.Table(TableNames.Threads)
            .DeleteEntityAsync(partition, ThreadRows.Message(Text(found, "message")!));
        Assert.Equal("accepted", State(await FindAsync("half")));
    }

    [Fact]
    public async Task A_message_that_was_rejected_or_failed_is_at_attention_with_the_reason_until_that_is_discarded()
    {
        await SendAsync(QueueNames.OutboundMail, MailOf("r1").Replace("sam@", "sam", StringComparison.Ordinal));
        var poison = gateway.Storage.Queue(QueueNames.OutboundMail + QueueNames.PoisonSuffix);
        await poison.SendMessageAsync(MailOf("r2"));
        await gateway.Services.GetRequiredService<PoisonQueues>().DrainAsync(default);
        await PostAsync(PostOf("r3", "nowhere").Replace("true", "false", StringComparison.Ordinal));

        foreach (var (id, kind) in new[] { ("r1", "rejected"), ("r2", "failed"), ("r3", "rejected") })
        {
            var found = (await FindAsync(id)).Json;
            var item = Assert.Single(found["attention"]!.AsArray())!;
            Assert.Equal(("attention", kind, id), (Text(found, "state"), Text(item, "kind"), Text(item, "post")));
            Assert.Equal(Text(item, "reason"), Text(found, "reason"));
            Assert.Equal(204, (await gateway.PostAsync($"attention/{Text(item, "id")}/discard", "{}")).Status);
            Assert.Equal(404, (await FindAsync(id)).Status);
        }
    }

    [Fact]
    public async Task A_post_over_HTTP_that_is_rejected_and_discarded_is_not_queued_for_ever()
    {
        const string Body = """
            {"id":"r4","create":true,"author":"sam@mycompany.example","textBlob":"gone.txt"}
            """;
        Assert.Equal(202, (await gateway.PostAsync("threads/order/q4/messages", Body)).Status);
        await PostAsync(await TakeAsync("r4"));
        var found = (await FindAsync("r4")).Json;
        Assert.Equal("attention", Text(found, "state"));
        var item = Assert.Single(found["attention"]!.AsArray())!;
        Assert.Equal(204, (await gateway.PostAsync($"attention/{Text(item, "id")}/discard", "{}")).Status);
        Assert.Equal(404, (await FindAsync("r4")).Status);
    }

    [Fact]
    public async Task A_message_whose_id_was_used_again_is_done_and_shows_the_other_at_attention()
    {
        await SendAsync(QueueNames.OutboundMail, MailOf("again"));
        await SendAsync(QueueNames.OutboundMail, MailOf("again").Replace("Hi.", "Ho.", StringComparison.Ordinal));
        var found = (await FindAsync("again")).Json;
        Assert.Equal(("done", null), (Text(found, "state"), Text(found, "reason")));
        var item = Assert.Single(found["attention"]!.AsArray())!;
        Assert.Equal(("rejected", "id"), (Text(item, "kind"), Text(item, "field")));
        Assert.EndsWith("text differs", Text(item, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posts_with_one_id_on_two_threads_are_told_apart_by_the_record()
    {
        await PostAsync(PostOf("twice", "d1"));
        await PostAsync(PostOf("twice", "d/2"));
        var both = await FindAsync("twice");
        Assert.Equal(409, both.Status);
        Assert.Contains("model=order, record=d/2", Text(both.Json, "detail"), StringComparison.Ordinal);

        var one = await gateway.GetAsync("posts/twice?model=order&record=d%2F2");
        Assert.Equal((200, "done", ("order", "d/2")), (one.Status, State(one), ThreadOf(one)));
        Assert.Equal(404, (await gateway.GetAsync("posts/twice?model=order&record=d3")).Status);
        Assert.Equal(["record"], (await gateway.GetAsync("posts/twice?model=order")).Fields);
    }

    [Fact]
    public async Task A_post_of_an_older_version_is_found_by_its_record()
    {
        await PostAsync(PostOf("old", "d4"));
        await gateway
            .Services.GetRequiredService<PostIndex>()
            .RemoveAsync(new("old", new ThreadKey("order", "d4")), default);
        Assert.Equal(404, (await FindAsync("old")).Status);
        Assert.Equal("done", State(await gateway.GetAsync("posts/old?model=order&record=d4")));
    }

    [Fact]
    public async Task What_nobody_put_on_a_queue_is_not_found_in_words()
    {
        var answer = await FindAsync("never");
        Assert.Equal(404, answer.Status);
        Assert.Contains("'never'", Text(answer.Json, "detail"), StringComparison.Ordinal);
        Assert.Equal(404, (await FindAsync(new string('x', 201))).Status);
    }

    private Task<Reply> FindAsync(string id) => gateway.GetAsync($"posts/{Uri.EscapeDataString(id)}");

    /// <summary>Takes a post from the queue that the endpoint put it on.</summary>
    private async Task<string> TakeAsync(string id)
    {
        var queue = gateway.Storage.Queue(QueueNames.ThreadPosts);
        while ((await queue.ReceiveMessageAsync()).Value is { } message)
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            if (message.MessageText.Contains($"\"{id}\"", StringComparison.Ordinal))
                return message.MessageText;
        }
        throw new InvalidOperationException($"Post '{id}' is not on the queue.");
    }

    private Task SendAsync(string queue, string message) =>
        gateway.Services.GetRequiredService<OutboundProcessor>().ProcessAsync(queue, message, default);

    private Task PostAsync(string message) =>
        gateway.Services.GetRequiredService<PostProcessor>().ProcessAsync(message, default);

    private static string MailOf(string id) =>
        $$"""
            {"v":1,"id":"{{id}}","from":"sam@mycompany.example","to":["ann@a.example"],"subject":"Hi","text":"Hi."}
            """;

    private static string PostOf(string id, string record) =>
        $$"""
            {"v":1,"id":"{{id}}","thread":{"model":"order","id":"{{record}}","create":true},
             "author":"sam@mycompany.example","text":"Hi."}
            """;

    private static string? State(Reply reply) => Text(reply.Json, "state");

    private static (string?, string?) ThreadOf(Reply reply) =>
        (Text(reply.Json["thread"]!, "model"), Text(reply.Json["thread"]!, "id"));
}
