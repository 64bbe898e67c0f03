using MimeKit;

namespace Postern.Gateway.Smtp;

/// <summary>
/// The body of a mail that was written already, in place of the body itself while it is sent: its parts are not encoded
/// a second time.
/// </summary>
internal sealed class WireBody : MimeEntity
{
    // A server that is slow still shows progress: each block counts as a sign of life.
    private const int Block = 16 << 10;

    private readonly ReadOnlyMemory<byte> _octets;

    /// <param name="body">The body, of which the fields are written as they are.</param>
    /// <param name="octets">Its content, with CRLF line ends and without dot-stuffing.</param>
    public WireBody(MimeEntity body, ReadOnlyMemory<byte> octets)
        : base("application", "octet-stream")
    {
        _octets = octets;
        Headers.Clear();
        foreach (var header in body.Headers)
            Headers.Add(header);
    }

    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) =>
        throw new NotSupportedException("The body is encoded already.");

    public override async Task WriteToAsync(
        FormatOptions options,
        Stream stream,
        bool contentOnly,
        CancellationToken cancellationToken = default
    )
    {
        for (var at = 0; at < _octets.Length; at += Block)
            await stream.WriteAsync(_octets.Slice(at, Math.Min(Block, _octets.Length - at)), cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        // The fields are those of the body, which must not keep this one alive.
        if (disposing)
            Headers.Clear();
        base.Dispose(disposing);
    }
}
