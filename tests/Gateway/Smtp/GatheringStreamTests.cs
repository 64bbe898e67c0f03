using System.Text;
using Postern.Gateway.Smtp;

namespace Postern.Tests.Smtp;

public sealed class GatheringStreamTests
{
    [Fact]
    public async Task What_is_written_leaves_in_one_piece_when_it_is_flushed()
    {
        var wire = new Wire();
        await using var stream = new GatheringStream(wire);
        await stream.WriteAsync("MAIL\r\n"u8.ToArray());
        await stream.WriteAsync("RCPT\r\n"u8.ToArray());
        Assert.Empty(wire.Pieces);
        await stream.FlushAsync();
        await stream.FlushAsync();
        Assert.Equal(["MAIL\r\nRCPT\r\n"], wire.Pieces);
    }

    [Fact]
    public async Task Who_waits_for_an_answer_has_asked()
    {
        var wire = new Wire();
        await using var stream = new GatheringStream(wire);
        await stream.WriteAsync("hello"u8.ToArray());
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        Assert.Equal(["hello"], wire.Pieces);
    }

    [Fact]
    public async Task Much_is_sent_in_order_while_it_is_written()
    {
        var wire = new Wire();
        await using var stream = new GatheringStream(wire);
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i} "));
        foreach (var part in text.Chunk(4096))
            await stream.WriteAsync(Encoding.ASCII.GetBytes(part));
        await stream.FlushAsync();
        Assert.Equal(text, string.Concat(wire.Pieces));
        Assert.All(wire.Pieces, piece => Assert.InRange(piece.Length, 1, 32 << 10));
    }

    private sealed class Wire : MemoryStream
    {
        public List<string> Pieces { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Pieces.Add(Encoding.ASCII.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
