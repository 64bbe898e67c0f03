using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Postern.Tests.Mail;

/// <summary>One mail that came by several ways, and different mails under one Message-Id.</summary>
public sealed class WrittenContentTests
{
    // csharpier-ignore
    private static readonly string[] Words =
    [
        "shed", "key", "Monday", "door", "blue", "seven", "please", "broken", "Äpfel", "list", "mail", "outside", "not",
        "ticket:", "[3]", "--", "x", "東京",
    ];

    [Property(MaxTest = 400)]
    public Property Copies_that_lists_gateways_and_relays_changed_are_one_mail() =>
        Prop.ForAll(
            Mails().ToArbitrary(),
            Ways().Two().ToArbitrary(),
            (mail, ways) => Copy(mail, ways.Item1).Written.IsSame(Copy(mail, ways.Item2).Written)
        );

    [Property(MaxTest = 400)]
    public Property Other_words_files_or_names_of_files_are_another_mail_whatever_was_added() =>
        Prop.ForAll(
            Mails().ToArbitrary(),
            Ways().Two().ToArbitrary(),
            Gen.Choose(0, 1000).ToArbitrary(),
            (mail, ways, where) =>
                Changes(mail, where)
                    .All(other => !Copy(mail, ways.Item1).Written.IsSame(Copy(other, ways.Item2).Written))
        );

    [Fact]
    public void Each_prefix_banner_footer_and_encoding_alone_changes_nothing()
    {
        foreach (
            var mail in new[]
            {
                new MailCopies(),
                new MailCopies { HasHtml = true, FileName = "shed.jpg" },
            }
        )
        {
            var plain = mail.Copy();
            for (var i = 0; i < 6; i++)
            {
                Assert.True(plain.Written.IsSame(mail.Copy(prefix: i % MailCopies.Prefixes.Length).Written), $"p{i}");
                Assert.True(plain.Written.IsSame(mail.Copy(banner: i % MailCopies.Banners.Length).Written), $"b{i}");
                Assert.True(plain.Written.IsSame(mail.Copy(footer: i % MailCopies.Footers.Length).Written), $"f{i}");
                Assert.True(plain.Written.IsSame(mail.Copy(encoding: i % 3).Written), $"e{i}");
            }
        }
    }

    [Theory]
    [InlineData("The shed is open.\n\nAlso the cellar.")]
    [InlineData("The shed is open.\n-----\nzone 2")]
    [InlineData("Caution: outside door.\n\nThe shed is open.")]
    [InlineData("The shed")]
    public void A_text_that_holds_more_or_less_is_another_mail_when_nothing_shows_that_a_machine_added_it(string text)
    {
        var one = new MailCopies { Text = "The shed is open." };

        Assert.False(one.Copy().Written.IsSame((one with { Text = text }).Copy().Written));
    }

    [Fact]
    public void Two_mails_with_one_footer_are_told_apart_by_the_text_above_it_however_long_the_footer_is()
    {
        var one = new MailCopies { Text = "Hello,\n\norder 1, please.\n\nRosa" };
        var other = one with { Text = "Hello,\n\norder 2, please.\n\nRosa" };

        for (var footer = 0; footer < MailCopies.Footers.Length; footer++)
            Assert.False(one.Copy(footer: footer).Written.IsSame(other.Copy(footer: footer).Written));
    }

    [Fact]
    public void Files_are_told_apart_from_their_names_and_from_each_other()
    {
        var one = new MailCopies { FileName = "a.jpg", File = "bc" };

        Assert.NotEqual(one.Copy().Files, (one with { FileName = "a.jpgb", File = "c" }).Copy().Files);
        Assert.NotEqual(one.Copy().Files, (one with { File = "bc\0" }).Copy().Files);
        Assert.Equal(one.Copy().Files, one.Copy(encoding: 2, prefix: 1).Files);
        Assert.Equal("", new MailCopies().Copy().Files);
    }

    [Fact]
    public void A_list_that_leaves_the_HTML_out_passes_the_same_mail_on()
    {
        var mail = new MailCopies { HasHtml = true };

        Assert.True(mail.Copy().Written.IsSame((mail with { HasHtml = false }).Copy(footer: 1).Written));
    }

    private static Postern.Core.Mail.IncomingMail Copy(MailCopies mail, int[] way) =>
        mail.Copy(way[0], way[1], way[2], way[3]);

    private static Gen<int[]> Ways() =>
        from prefix in Gen.Choose(0, MailCopies.Prefixes.Length - 1)
        from banner in Gen.Choose(0, MailCopies.Banners.Length - 1)
        from footer in Gen.Choose(0, MailCopies.Footers.Length - 1)
        from encoding in Gen.Choose(0, 2)
        select new[] { prefix, banner, footer, encoding };

    private static Gen<MailCopies> Mails() =>
        from subject in Sentence(1, 5)
        from lines in Sentence(1, 8).ListOf(4)
        from gaps in Gen.Elements("\n", "\n\n").ListOf(4)
        from html in Gen.Elements(true, false)
        from file in Gen.Elements("shed.jpg", null)
        select new MailCopies
        {
            Subject = subject,
            Text = string.Concat(lines.Zip(gaps, (line, gap) => line + gap)).TrimEnd(),
            HasHtml = html,
            FileName = file,
        };

    private static Gen<string> Sentence(int least, int most) =>
        from count in Gen.Choose(least, most)
        from words in Gen.Elements(Words).ListOf(count)
        select $"We {string.Join(' ', words)}.";

    private static IEnumerable<MailCopies> Changes(MailCopies mail, int where)
    {
        var words = mail.Text.Split(' ');
        words[where % words.Length] = words[where % words.Length].Replace("We", "They", StringComparison.Ordinal) + "z";
        yield return mail with
        {
            Text = string.Join(' ', words),
        };
        yield return mail with
        {
            Subject = mail.Subject + " again",
        };
        if (mail.FileName is null)
            yield break;
        yield return mail with
        {
            File = "photo two",
        };
        yield return mail with
        {
            FileName = "other.jpg",
        };
        yield return mail with
        {
            FileName = null,
        };
    }
}
