using System.Text;
using Postern.Core.Charsets;
using Postern.Core.Mime;
using Xunit.Abstractions;

namespace Postern.Tests.Mime;

public class TextDecodingTests(ITestOutputHelper output)
{
    private static readonly List<Letter> Letters =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Mime", "letters.txt"))
            .Where(line => line[0] != '#')
            .Select(line => line.Split(" | "))
            .Select(fields => new Letter(fields[0], fields[1].Split(' '), fields[2], fields[3])),
    ];

    private sealed record Letter(string Language, string[] Charsets, string Subject, string Text);

    [Fact]
    public void A_letter_in_any_language_is_read_by_its_label()
    {
        foreach (var (letter, charset) in Pairs("utf-8", "utf-16", "gb18030"))
        {
            var bytes = CharsetNames.Find(charset)!.GetBytes(letter.Text);
            var read = TextDecoding.Read(bytes, charset, []);

            Assert.Equal((letter.Text, (string?)null), (read.Text, read.Guessed));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("us-ascii")]
    [InlineData("utf-8")]
    [InlineData("x-unknown")]
    [InlineData("8bit")]
    public void A_letter_in_any_language_is_read_without_a_label_that_fits_and_that_is_noted(string? label)
    {
        var wrong = new List<string>();
        foreach (var (letter, charset) in Pairs())
        {
            var bytes = CharsetNames.Find(charset)!.GetBytes(letter.Text);
            var read = TextDecoding.Read(bytes, label, []);

            Assert.NotNull(read.Guessed);
            if (read.Text != letter.Text)
                wrong.Add($"{letter.Language} {charset}: {read.Guessed}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Most_subjects_are_read_without_a_label()
    {
        var pairs = Pairs().ToList();
        var wrong = pairs.Where(pair => !IsRead(pair.Letter.Subject, pair.Charset)).ToList();

        foreach (var (letter, charset) in wrong)
            output.WriteLine($"{letter.Language} {charset}");
        output.WriteLine($"{pairs.Count - wrong.Count} of {pairs.Count} subjects");
        Assert.InRange(wrong.Count, 0, pairs.Count * 3 / 100);
    }

    [Fact]
    public void What_is_UTF_8_is_read_as_that_whatever_its_label_says()
    {
        foreach (var letter in Letters.Where(letter => letter.Text.Any(c => c > 0x7FF)))
        {
            foreach (var label in (string[])["iso-8859-1", "windows-1251", "gb2312", "koi8-r", "euc-kr", "nonsense"])
                Assert.Equal(letter.Text, TextDecoding.Decode(Encoding.UTF8.GetBytes(letter.Text), label));
        }
    }

    [Theory]
    [InlineData("ru", "windows-1251", "iso-8859-1")]
    [InlineData("ru", "koi8-r", "windows-1252")]
    [InlineData("el", "windows-1253", "iso-8859-1")]
    [InlineData("zh-Hans", "gb18030", "iso-8859-1")]
    [InlineData("ja", "shift_jis", "iso-8859-1")]
    public void A_Latin_label_of_what_cannot_be_Latin_is_not_believed(string language, string charset, string label)
    {
        var text = Letters.Find(letter => letter.Language == language)!.Text;

        var read = TextDecoding.Read(CharsetNames.Find(charset)!.GetBytes(text), label, []);

        Assert.Equal((text, charset), (read.Text, read.Guessed?.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("is")]
    [InlineData("pt")]
    [InlineData("fi")]
    public void A_Latin_label_that_can_be_right_is_believed(string language)
    {
        var text = Letters.Find(letter => letter.Language == language)!.Text;

        var read = TextDecoding.Read(CharsetNames.Find("windows-1252")!.GetBytes(text), "iso-8859-1", []);

        Assert.Equal((text, (string?)null), (read.Text, read.Guessed));
    }

    [Fact]
    public void What_another_text_of_the_mail_names_counts_before_the_letters()
    {
        var hebrew = CharsetNames.Find("windows-1255")!;

        var read = TextDecoding.Read([0xF9, 0xEC], null, [hebrew]);

        Assert.Equal(("של", "windows-1255"), (read.Text, read.Guessed));
    }

    [Theory]
    [InlineData("\u001b$B$3$l$O;n83$G$9\u001b(B", "これは試験です")]
    [InlineData("\u001b$)C\u000e>H3g\u000f", "안녕")]
    [InlineData("~{VPND~} ok", "中文 ok")]
    [InlineData("~{ and ~} are brackets", "~{ and ~} are brackets")]
    [InlineData("$B is not an escape", "$B is not an escape")]
    public void Text_of_seven_bits_may_be_more_than_ASCII(string bytes, string text) =>
        Assert.Equal(text, TextDecoding.Decode(Encoding.ASCII.GetBytes(bytes), null));

    [Theory]
    [InlineData("Hi Mom +Jjo--!", "Hi Mom \u263A-!")]
    [InlineData("1 +- 1", "1 + 1")]
    [InlineData("+ADw-script+AD4-", "<script>")]
    [InlineData("+2D3-", "\uFFFD")]
    [InlineData("a+", "a+")]
    public void UTF_7_is_read_where_it_is_named(string bytes, string text)
    {
        Assert.Equal(text, TextDecoding.Decode(Encoding.ASCII.GetBytes(bytes), "utf-7"));
        Assert.Equal(bytes, TextDecoding.Decode(Encoding.ASCII.GetBytes(bytes), "utf-8"));
    }

    [Fact]
    public void A_damaged_character_costs_no_other()
    {
        var text = Letters.Find(letter => letter.Language == "ru")!.Text;
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[41] = (byte)'?';

        var damaged = TextDecoding.Read(bytes, "utf-8", []);
        var cut = TextDecoding.Read(Encoding.UTF8.GetBytes("größer ü").AsSpan(..^1), "utf-8", []);

        Assert.InRange(damaged.Text.Count(c => c == '\uFFFD'), 1, 2);
        Assert.EndsWith("Иван Петров", damaged.Text, StringComparison.Ordinal);
        Assert.Equal("größer \uFFFD", cut.Text);
    }

    private static bool IsRead(string text, string charset) =>
        TextDecoding.Decode(CharsetNames.Find(charset)!.GetBytes(text), null) == text;

    private static IEnumerable<(Letter Letter, string Charset)> Pairs(params string[] more) =>
        Letters.SelectMany(letter => letter.Charsets.Concat(more).Select(charset => (letter, charset)));
}
