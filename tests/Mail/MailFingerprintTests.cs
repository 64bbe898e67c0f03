using System.Text;
using Postern.Mail;

namespace Postern.Tests.Mail;

public class MailFingerprintTests
{
    [Fact]
    public void One_mail_that_came_by_two_ways_has_one_fingerprint() =>
        Assert.Equal(Samples.Parse("two-ways-smtp").Fingerprint, Samples.Parse("two-ways-imap").Fingerprint);

    [Theory]
    [InlineData("please call back", "please do not call back")]
    [InlineData("nora@new", "flora@new")]
    [InlineData("10:15:00", "10:15:01")]
    public void Other_content_author_or_date_has_another_fingerprint(string old, string changed)
    {
        var raw = Encoding.UTF8.GetString(Samples.Bytes("plain"));

        var other = MailParser.Parse(Encoding.UTF8.GetBytes(raw.Replace(old, changed, StringComparison.Ordinal)));

        Assert.NotEqual(Samples.Parse("plain").Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void Another_attachment_has_another_fingerprint()
    {
        var raw = Encoding.UTF8.GetString(Samples.Bytes("two-ways-smtp"));

        var other = MailParser.Parse(Encoding.UTF8.GetBytes(raw.Replace("JVBERi0x", "JVBERi0y", StringComparison.Ordinal)));

        Assert.NotEqual(Samples.Parse("two-ways-smtp").Fingerprint, other.Fingerprint);
    }
}
