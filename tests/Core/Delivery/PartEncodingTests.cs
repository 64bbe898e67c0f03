using System.Text;
using MimeKit;
using Postern.Core.Delivery;

namespace Postern.Tests.Delivery;

/// <summary>One pass over the content chooses what MimeKit chooses in its own pass.</summary>
public sealed class PartEncodingTests
{
    private static readonly string[] Texts =
    [
        "",
        "Hi.\r\n",
        "Hi.\nSam\n",
        "Grüße aus München, der Drucker läuft wieder ohne jede Störung.\r\n",
        "Ein Wort: heiß. " + new string('x', 200) + "\r\n",
        "字字字字\r\n",
        new string('x', 998) + "\r\n",
        new string('x', 999) + "\r\n",
        new string('x', 1200) + "é\r\n",
        "Dear all,\r\nFrom Monday on we are closed.\r\n",
        "From Monday on we are closed.\r\nGrüße\r\n",
        "Not From here.\r\nFrom: x\r\n",
        "Frömme\r\n",
    ];

    [Theory]
    [InlineData(EncodingConstraint.SevenBit)]
    [InlineData(EncodingConstraint.EightBit)]
    public void A_text_is_encoded_as_MimeKit_would(EncodingConstraint constraint)
    {
        foreach (var text in Texts)
        {
            var (own, other) = (Of(text), Of(text));
            Assert.Null(PartEncoding.Encode(own, constraint, WireForm.LongestLine));
            other.Prepare(constraint, WireForm.LongestLine);
            Assert.Equal((text, other.ContentTransferEncoding), (text, own.ContentTransferEncoding));
        }
    }

    [Fact]
    public void A_line_that_begins_with_From_is_seen_in_whatever_pieces_it_comes()
    {
        foreach (var step in Enumerable.Range(1, 8))
        {
            Assert.True(Pieces("Hi,\r\nFrom Monday on", step).HasMailboxLine);
            Assert.False(Pieces("Hi,\r\n From Monday\r\nFro\r\nm \r\nFFrom \r\n", step).HasMailboxLine);
        }
    }

    [Fact]
    public void Parts_of_a_signed_mail_keep_their_encoding()
    {
        var signed = new MimeKit.Cryptography.MultipartSigned { Of("Grüße\r\n") };
        PartEncoding.Encode(signed, EncodingConstraint.SevenBit, WireForm.LongestLine);
        Assert.Equal(ContentEncoding.Default, Assert.IsType<TextPart>(signed[0]).ContentTransferEncoding);
    }

    [Fact]
    public void A_file_that_is_no_text_is_in_base64_without_being_read()
    {
        var file = new MimePart("application", "pdf") { Content = new MimeContent(new Unreadable()) };
        PartEncoding.Encode(file, EncodingConstraint.EightBit, WireForm.LongestLine);
        Assert.Equal(ContentEncoding.Base64, file.ContentTransferEncoding);
    }

    private static TextPart Of(string text) =>
        new("plain") { Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(text))) };

    private static WireStream Pieces(string text, int step)
    {
        var stream = new WireStream();
        foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(step))
            stream.Write(piece);
        return stream;
    }

    private sealed class Unreadable() : MemoryStream(new byte[10], writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Nothing reads it.");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("Nothing reads it.");
    }
}
