using Azure.Core;
using Azure.Core.Pipeline;
using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Expiring;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Forgetting;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Expiring;

/// <summary>What happens while a run deletes.</summary>
public sealed class RetentionRaceTests
{
    private static readonly TimeSpan NextDay = TimeSpan.FromHours(25);

    [Theory]
    [Trait("Speed", "Long")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_comes_just_before_or_after_the_head_is_deleted_keeps_its_thread(bool after)
    {
        var moment = new HeadDeletion { IsAfter = after };
        await using var gateway = await TestGateway.StartAsync(null, moment);
        var (story, thread) = await OldThreadAsync(gateway);
        var snapshot = (await gateway.Threads.FindAsync(thread, default))!;
        var old = Assert.Single(await gateway.MessagesAsync(thread));
        moment.Then = () => InsertAsync(gateway, snapshot.Head, old);

        var state = await story.RunAsync();

        Assert.True(moment.Happened);
        Assert.Equal(0, state.Run!.Counts.Threads);
        Assert.Equal(snapshot.Head.Token, (await gateway.Threads.FindAsync(thread, default))!.Head.Token);
        Assert.Equal(2, (await gateway.MessagesAsync(thread)).Count);
        Assert.Equal(snapshot.Followers.Count, (await gateway.Threads.FindAsync(thread, default))!.Followers.Count);
        Assert.Equal(thread, await gateway.Get<ClaimStore>().FindThreadAsync(snapshot.Head.Token, default));
    }

    [Fact]
    public async Task A_message_that_was_left_without_a_head_has_one_again_after_the_next_run()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (story, thread) = await OldThreadAsync(gateway);
        var head = (await gateway.Threads.FindHeadAsync(thread, default))!.Value;
        var old = Assert.Single(await gateway.MessagesAsync(thread));
        await story.RunAsync();
        Assert.Null(await gateway.Threads.FindHeadAsync(thread, default));
        await InsertAsync(gateway, head, old);

        gateway.Time.Advance(NextDay);
        await story.RunAsync();

        Assert.Equal(head.Token, (await gateway.Threads.FindHeadAsync(thread, default))!.Value.Token);
        Assert.Single(await gateway.MessagesAsync(thread));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Two_instances_and_an_erasure_at_once_delete_what_one_does()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await OldStory.TellAsync(gateway);
        await story.KeepAsync();
        var account = gateway.Get<GatewayStorage>();
        var copy = await StorageCopy.OfAsync(account);
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var one = await TestGateway.StartAsync(storage, gateway.Time, null);
        await using var two = await TestGateway.StartAsync(storage, gateway.Time, null);
        await copy.PutAsync(one.Get<GatewayStorage>());
        await one.Get<Erasures>().BeginThreadAsync(story.Anns, default);

        var both = new OldStory(one);
        for (var day = 0; day < 2; day++)
        {
            await both.RunAsync(() =>
                Task.WhenAll(
                    one.Get<RetentionRunner>().RunAsync(default),
                    two.Get<RetentionRunner>().RunAsync(default),
                    two.Get<ErasureRunner>().RunAsync(default)
                )
            );
            gateway.Time.Advance(NextDay);
        }

        Assert.Empty(await StoredTexts.FindAsync(one.Get<GatewayStorage>(), OldStory.Ann, OldStory.Secret));
        Assert.Single(await one.MessagesAsync(story.Bobs));
        var found = await one.Get<ThreadStore>().FindActivityAsync(story.Bobs, default);
        Assert.Equal(story.Bobs, new ThreadKey(found!.Model, found.Id));
    }

    private static async Task<(OldStory Story, ThreadKey Thread)> OldThreadAsync(TestGateway gateway)
    {
        await gateway.SetUpDeskAsync();
        var story = new OldStory(gateway);
        var thread = await story.RoutedAsync(story.First);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.threads.days", "60");
        gateway.Time.Advance(TimeSpan.FromDays(61));
        return (story, thread);
    }

    // As a run posts that has read the thread before: it does not ask for the head.
    private static async Task InsertAsync(TestGateway gateway, ThreadHead head, ThreadMessage old)
    {
        var now = gateway.Time.GetUtcNow();
        var key = MessageKey.Create(now, "late");
        var late = old with { Key = key.Value, Time = now, Thread = head, Mail = null, SourceMessageId = null };
        Assert.True(await gateway.Threads.TrySubmitAsync([RowWrite.Add(ThreadRows.Write(head.Key, late))], default));
    }

    /// <summary>Lets something happen once, just before or after a head is deleted.</summary>
    private sealed class HeadDeletion : HttpPipelinePolicy
    {
        public bool IsAfter { get; init; }

        public Func<Task>? Then { get; set; }

        public bool Happened { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isIt =
                !Happened
                && Then is not null
                && message.Request.Method == RequestMethod.Delete
                && message.Request.Uri.ToUri().AbsoluteUri.Contains("RowKey='h'", StringComparison.Ordinal);
            Happened |= isIt;
            if (isIt && !IsAfter)
                await Then!();
            await ProcessNextAsync(message, pipeline);
            if (isIt && IsAfter)
                await Then!();
        }
    }
}
