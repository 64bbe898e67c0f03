using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Postern.Core.Mime;
using Postern.Core.Text;
using Postern.Gateway.Spooling;

namespace Postern.Tests.Spooling;

public sealed class ContentSpoolTests
{
    private const int Large = 5 << 20;
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(SpooledContent.MemoryLimit, true)]
    [InlineData(SpooledContent.MemoryLimit, false)]
    [InlineData(SpooledContent.MemoryLimit + 1, true)]
    [InlineData(Large, true)]
    [InlineData(Large, false)]
    public async Task Content_of_any_size_is_read_as_it_is(int length, bool known)
    {
        var bytes = Bytes(length);
        using var spooled = await new ContentSpool(_time).ReadAsync(
            new MemoryStream(bytes),
            known ? length : null,
            Large,
            default
        );

        Assert.True(spooled!.Memory.Span.SequenceEqual(bytes));
        Assert.Equal(Base32.Encode(SHA256.HashData(bytes)), spooled.Hash);
        using var read = spooled.OpenRead();
        Assert.Equal(length, read.Length);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(SpooledContent.MemoryLimit + 1, SpooledContent.MemoryLimit)]
    [InlineData(Large, Large - 1)]
    public async Task Content_over_the_limit_is_not_read_whatever_length_it_claims(int length, int limit)
    {
        var spool = new ContentSpool(_time, Large);
        Assert.Null(await spool.ReadAsync(new MemoryStream(Bytes(length)), length, limit, default));
        Assert.Null(await spool.ReadAsync(new MemoryStream(Bytes(length)), null, limit, default));
        Assert.Null(await spool.ReadAsync(new MemoryStream(Bytes(length)), limit, limit, default));
        // Nothing of the budget was kept.
        using var all = await spool.ReadAsync(new MemoryStream(Bytes(Large)), Large, Large, default);
        Assert.NotNull(all);
    }

    [Fact]
    public async Task Reading_a_large_mail_takes_no_memory_of_its_size()
    {
        using var source = new MemoryStream(Bytes(5 * Large));
        var spool = new ContentSpool(_time);
        (await spool.ReadAsync(new MemoryStream(Bytes(Large)), Large, Large, default))!.Dispose();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var spooled = await spool.ReadAsync(source, source.Length, source.Length, default);
        // Other tests allocate at the same time, so the size itself is the bound.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, source.Length);
    }

    [Fact]
    public async Task More_than_the_budget_at_once_waits_and_is_told_so_in_the_end()
    {
        var spool = new ContentSpool(_time, Large);
        var first = await ReadAsync();
        var second = ReadAsync();
        Assert.False(second.IsCompleted);
        first.Dispose();
        using (await second)
        {
            var third = ReadAsync();
            _time.Advance(TimeSpan.FromSeconds(6));
            await Assert.ThrowsAsync<SpoolFullException>(() => third);
        }
        (await ReadAsync()).Dispose();

        async Task<SpooledContent> ReadAsync() =>
            (await spool.ReadAsync(new MemoryStream(Bytes(Large)), Large, Large, default))!;
    }

    [Fact]
    public async Task What_was_disposed_of_cannot_be_read_any_more()
    {
        var spooled = (await new ContentSpool(_time).ReadAsync(new MemoryStream(Bytes(Large)), Large, Large, default))!;
        spooled.Dispose();
        Assert.Throws<ObjectDisposedException>(() => spooled.Memory.Span[0]);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
