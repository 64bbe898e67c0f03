using Azure.Core;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Posting;

/// <summary>A program that uses an id again: the same message comes once, another one is its mistake.</summary>
public sealed class ReusedIdTests
{
    private const string Mail = """
        {"v":1,"id":"m1","from":"sam@mycompany.example","to":["ann@a.example"],"subject":"First","text":"First."}
        """;

    private const string Post = """
        {"v":1,"id":"p1","thread":{"model":"order","id":"1","create":true},"author":"sam@mycompany.example",
         "subject":"First","text":"First.","followers":["ann@a.example"]}
        """;

    [Theory]
    [InlineData(QueueNames.OutboundMail, Mail)]
    [InlineData(QueueNames.ThreadPosts, Post)]
    public async Task The_same_message_comes_once_and_another_one_with_its_id_is_listed_with_what_differs(
        string queue,
        string message
    )
    {
        var removal = new Interjection(request =>
            request.Method == RequestMethod.Delete && request.Uri.Path.Contains("/attention", StringComparison.Ordinal)
        );
        await using var gateway = await TestGateway.StartAsync(null, removal);
        await gateway.SetUpDeskAsync();
        await RunAsync(gateway, queue, message);
        await RunAsync(gateway, queue, message.Replace(",", ", ", StringComparison.Ordinal));
        Assert.Empty(await ItemsAsync(gateway));

        var other = message
            .Replace("\"First\"", "\"Second\"", StringComparison.Ordinal)
            .Replace("First.", "Second.", StringComparison.Ordinal);
        await RunAsync(gateway, queue, other);
        await RunAsync(gateway, queue, other);

        Assert.Equal("First", Assert.Single(gateway.Sent).Subject);
        var item = Assert.Single(await ItemsAsync(gateway));
        Assert.Equal((AttentionKind.Rejected, "id", queue, other), (item.Kind, item.Field, item.Queue, item.Message));
        Assert.EndsWith("subject, text differ", item.Reason, StringComparison.Ordinal);
        Assert.NotNull(item.Advice);

        // Replayed, it is rejected again, be it before the replay has removed it from the list.
        removal.Act = () => gateway.DrainAsync();
        Assert.True(await gateway.Get<AttentionStore>().ReplayAsync(item.Id, default));
        await gateway.DrainAsync();
        Assert.Null(removal.Act);
        Assert.Single(gateway.Sent);
        Assert.Single(await ItemsAsync(gateway));
    }

    [Fact]
    public async Task A_message_that_an_older_version_took_is_the_same_whatever_it_says()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var key = ClaimKey.OfProgram(QueueNames.ThreadPosts, new ThreadKey("order", "1"), "p1");
        await RunAsync(gateway, QueueNames.ThreadPosts, Post);
        // As an older version left it.
        var claims = gateway.Get<ClaimStore>();
        await claims.ChangeAsync(key, claim => claim with { Fields = null }, default);
        await RunAsync(gateway, QueueNames.ThreadPosts, Post.Replace("First.", "Second.", StringComparison.Ordinal));

        Assert.Single(gateway.Sent);
        Assert.Empty(await ItemsAsync(gateway));
    }

    private static async Task RunAsync(TestGateway gateway, string queue, string message)
    {
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await gateway.RunAsync(queue, message);
        await gateway.DrainAsync();
    }

    private static Task<IReadOnlyList<AttentionItem>> ItemsAsync(TestGateway gateway) =>
        gateway.Get<AttentionStore>().ListAsync(10, default);
}
