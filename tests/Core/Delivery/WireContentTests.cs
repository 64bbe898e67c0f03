using System.Text;
using MimeKit;
using Postern.Core.Delivery;

namespace Postern.Tests.Delivery;

public sealed class WireContentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public void A_mail_is_kept_as_it_was_written(int length)
    {
        var mail = Of(length);
        using var content = WireForm.Write(Options, mail, EncodingConstraint.SevenBit);
        var written = Written(mail);

        Assert.Null(content.Problem);
        Assert.Equal(written.Length, content.Size);
        Assert.Equal(written[(written.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..], content.Body!.Value.ToArray());
    }

    [Fact]
    public void A_large_mail_is_measured_and_not_kept()
    {
        var mail = Of(WireContent.Limit);
        using var content = WireForm.Write(Options, mail, EncodingConstraint.SevenBit);
        Assert.Null(content.Body);
        Assert.Equal(Written(mail).Length, content.Size);
    }

    private static FormatOptions Options
    {
        get
        {
            var options = FormatOptions.Default.Clone();
            (options.NewLineFormat, options.EnsureNewLine) = (NewLineFormat.Dos, true);
            return options;
        }
    }

    private static MimeMessage Of(int length)
    {
        var text = string.Concat(Enumerable.Repeat("It burns.\n", length / 10));
        return new MimeMessage(
            [MailboxAddress.Parse("ann@mycompany.example")],
            [MailboxAddress.Parse("carl@customer.example")],
            "Printer",
            new TextPart("plain") { Content = new MimeContent(new MemoryStream(Encoding.ASCII.GetBytes(text))) }
        );
    }

    private static byte[] Written(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(Options, stream);
        return stream.ToArray();
    }
}
