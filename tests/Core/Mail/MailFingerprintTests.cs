using System.Text;
using Postern.Core.Parsing;
using Postern.Tests.Support.Mail;

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

    [Theory]
    [InlineData("Date: Mon, 2 Nov 2026 10:00:00 +0000\n", true)]
    [InlineData("", false)]
    public void Where_no_date_says_so_the_first_hop_tells_mails_of_a_device_apart(string date, bool same)
    {
        Assert.Equal(same, Of("A1", "") == Of("B2", ""));
        Assert.Equal(
            Of("A1", ""),
            Of("\n\t A1", "Received: from relay.example by mx.example; Mon, 2 Nov 2026 10:00:09 +0000\n")
        );

        string Of(string id, string hops)
        {
            var firstHop = $"Received: from door by relay.example id {id}; Mon, 2 Nov 2026 10:00:00 +0000\n";
            var rest = $"{date}From: door@site.example\nTo: support@mycompany.example\n\nOpen.\n";
            return MailParser.Parse(Encoding.UTF8.GetBytes(hops + firstHop + rest)).Fingerprint;
        }
    }

    [Fact]
    public void Another_attachment_has_another_fingerprint()
    {
        var raw = Encoding.UTF8.GetString(Samples.Bytes("two-ways-smtp"));

        var changed = raw.Replace("JVBERi0x", "JVBERi0y", StringComparison.Ordinal);
        var other = MailParser.Parse(Encoding.UTF8.GetBytes(changed));

        Assert.NotEqual(Samples.Parse("two-ways-smtp").Fingerprint, other.Fingerprint);
    }
}
