using MimeKit;

namespace Postern.Core.Senders;

/// <summary>
/// A mail as signatures cover it: the header fields and the body byte by byte, whatever a parser would make of the MIME
/// parts.
/// </summary>
internal sealed class SignedMail
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Dictionary<bool, DkimBody> _canonical = [];

    private SignedMail(MimeMessage message, ReadOnlyMemory<byte> body) => (Message, _body) = (message, body);

    /// <summary>The header fields over a body that is written as it was received.</summary>
    public MimeMessage Message { get; }

    /// <summary>Splits raw bytes; null when the header cannot be read.</summary>
    public static SignedMail? Load(ReadOnlyMemory<byte> raw)
    {
        var end = EndOfHeader(raw.Span);
        try
        {
            var message = MimeMessage.Load(BinaryData.FromBytes(raw[..end]).ToStream());
            var body = new RawBody(raw[end..]);
            // Signed fields about the content are looked for at the body.
            foreach (var field in message.Body?.Headers ?? [])
                body.Headers.Add(field);
            message.Body = body;
            return new SignedMail(message, raw[end..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Hash and length of the body in a canonical form, computed once for each form.</summary>
    public DkimBody Body(bool relaxed)
    {
        if (!_canonical.TryGetValue(relaxed, out var body))
            _canonical[relaxed] = body = DkimBody.Of(_body.Span, relaxed);
        return body;
    }

    private static int EndOfHeader(ReadOnlySpan<byte> raw)
    {
        for (var at = 0; raw[at..].IndexOf((byte)'\n') is var feed and >= 0; )
        {
            at += feed + 1;
            if (raw[at..].StartsWith("\n"u8))
                return at + 1;
            if (raw[at..].StartsWith("\r\n"u8))
                return at + 2;
        }
        return raw.Length;
    }

    private sealed class RawBody : MimePart
    {
        private readonly ReadOnlyMemory<byte> _bytes;

        public RawBody(ReadOnlyMemory<byte> bytes)
        {
            _bytes = bytes;
            Headers.Clear();
        }

        public override void WriteTo(
            FormatOptions options,
            Stream stream,
            bool contentOnly,
            CancellationToken cancellationToken = default
        ) => stream.Write(_bytes.Span);
    }
}
