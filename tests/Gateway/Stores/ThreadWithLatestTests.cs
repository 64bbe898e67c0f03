using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Stores;

/// <summary>A thread and its latest messages are read in one query, where they are few.</summary>
public sealed class ThreadWithLatestTests
{
    private const int Limit = 12;

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 5, 1)]
    [InlineData(3, 40, 1)]
    [InlineData(7, 12, 1)]
    [InlineData(12, 40, 2)]
    [InlineData(19, 3, 2)]
    [InlineData(20, 3, 3)]
    [InlineData(60, 40, 3)]
    public async Task It_is_what_two_queries_find(int followers, int messages, int queries)
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        var key = await AddThreadAsync(gateway, followers, messages);
        var thread = await gateway.Threads.FindAsync(key, default);
        var latest = await gateway.Threads.ListMessagesAsync(key, null, Limit, default);
        calls.Reset();

        var read = await gateway.Threads.FindWithLatestAsync(key, Limit, default);

        Assert.Equal(queries, calls.Calls.Count);
        Assert.Equal(thread!.Head.Subject, read!.Thread.Head.Subject);
        Assert.Equal(thread.Followers.Select(one => one.Address), read.Thread.Followers.Select(one => one.Address));
        Assert.Equal(followers, read.Thread.Followers.Count);
        Assert.Equal(latest.Select(message => message.Key), read.Latest.Select(message => message.Key));
        Assert.Equal(Math.Min(messages, Limit), read.Latest.Count);
    }

    [Fact]
    public async Task A_thread_that_does_not_exist_is_not_found_whatever_follows_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var key = await AddThreadAsync(gateway, 30, 30, head: false);
        var none = new ThreadKey("crm.lead", "none");

        Assert.Null(await gateway.Threads.FindWithLatestAsync(key, Limit, default));
        Assert.Null(await gateway.Threads.FindWithLatestAsync(none, Limit, default));
    }

    private static async Task<ThreadKey> AddThreadAsync(
        TestGateway gateway,
        int followers,
        int messages,
        bool head = true
    )
    {
        var now = gateway.Time.GetUtcNow();
        var thread = new ThreadHead
        {
            Model = "crm.lead",
            Id = "1",
            Token = "000000000000",
            Subject = "Pump",
            Created = now,
        };
        var message = new ThreadMessage
        {
            Key = "",
            Thread = thread,
            Time = now,
            Author = new MessageAuthor("carl@customer.example", null, false),
            MessageId = "m@mycompany.example",
            Kind = MessageKind.Comment,
        };
        var rows = Enumerable
            .Range(0, followers)
            .Select(i => ThreadRows.Write(thread.Key, new Follower { Address = $"f{i:00}@customer.example" }))
            .Concat(
                Enumerable
                    .Range(0, messages)
                    .Select(i => MessageKey.Create(now.AddSeconds(i), $"{i:00000000000}").Value)
                    .Select(key => ThreadRows.Write(thread.Key, message with { Key = key }))
            );
        if (head)
            rows = rows.Append(ThreadRows.Write(thread));
        foreach (var batch in rows.Chunk(100))
            Assert.True(await gateway.Threads.TrySubmitAsync([.. batch.Select(RowWrite.Add)], default));
        return thread.Key;
    }
}
