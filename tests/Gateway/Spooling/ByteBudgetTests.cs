using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Postern.Gateway.Spooling;

namespace Postern.Tests.Spooling;

public sealed class ByteBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Who_comes_later_does_not_pass_who_waits()
    {
        var budget = new ByteBudget(10, _time);
        var large = await budget.TryEnterAsync(8, Patience, default);
        var waits = budget.TryEnterAsync(8, Patience, default);
        var small = budget.TryEnterAsync(1, Patience, default);
        Assert.False(small.IsCompleted);
        large!.Dispose();
        Assert.NotNull(await waits);
        Assert.NotNull(await small);
    }

    [Fact]
    public async Task Whoever_gives_up_no_longer_stands_in_the_way()
    {
        var budget = new ByteBudget(10, _time);
        using var held = await budget.TryEnterAsync(5, Patience, default);
        var large = budget.TryEnterAsync(10, TimeSpan.FromSeconds(1), default);
        var small = budget.TryEnterAsync(5, Patience, default);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await large);
        Assert.NotNull(await small);
    }

    [Fact]
    public async Task What_is_larger_than_all_there_is_comes_in_alone()
    {
        var budget = new ByteBudget(10, _time);
        var huge = await budget.TryEnterAsync(1000, Patience, default);
        var small = budget.TryEnterAsync(1, Patience, default);
        Assert.False(small.IsCompleted);
        huge!.Dispose();
        huge.Dispose();
        Assert.NotNull(await small);
        Assert.NotNull(await budget.TryEnterAsync(9, Patience, default));
        var more = budget.TryEnterAsync(1, Patience, default);
        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task Whoever_is_stopped_while_waiting_leaves_nothing_taken()
    {
        var budget = new ByteBudget(10, _time);
        var held = await budget.TryEnterAsync(10, Patience, default);
        using var stop = new CancellationTokenSource();
        var waits = budget.TryEnterAsync(10, Patience, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        held!.Dispose();
        Assert.NotNull(await budget.TryEnterAsync(10, Patience, default));
    }

    [Property]
    public async Task However_much_asks_never_more_is_in_than_there_is_and_all_get_in(byte[] sizes)
    {
        var budget = new ByteBudget(100, TimeProvider.System);
        var inside = 0L;
        await Task.WhenAll(
            sizes.Select(async size =>
            {
                using var share = await budget.TryEnterAsync(size, Timeout.InfiniteTimeSpan, default);
                Assert.InRange(Interlocked.Add(ref inside, Math.Min(size, (byte)100)), 0, 100);
                await Task.Yield();
                Interlocked.Add(ref inside, -Math.Min(size, (byte)100));
            })
        );
        Assert.Equal(0, inside);
    }
}
