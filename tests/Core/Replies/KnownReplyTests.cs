using Postern.Core.Replies;
using Postern.Core.Text;
using Postern.Tests.Composing;

namespace Postern.Tests.Replies;

/// <summary>What is quoted of a known message, and what only looks like it.</summary>
public sealed class KnownReplyTests
{
    private const string Question = "Shall we send the part?\nWhich colour?\n\nKind regards\nAnna";

    // The programs of these people write languages without a table, and Lotus writes no sentence.
    [Theory]
    [InlineData("‏בתאריך יום א׳, 22 בנוב׳ 2026 ב-10:00 מאת ‪Anna Agent‬‏ <‪support@mycompany.example‬‏>:‏\n\n> ")]
    [InlineData("2026-11-22, sk, 10:00 Anna Agent <support@mycompany.example> rašė:\n\n> ")]
    [InlineData("Pada tanggal Min, 22 Nov 2026 pukul 10.00 Anna Agent <support@mycompany.example>\nmenulis:\n\n> ")]
    [InlineData(
        "Anna Agent/MYCOMPANY@MYCOMPANY\n22.11.2026 10:00\n\nTo\nCarl/CUST@CUST\ncc\n\nSubject\nPrinter on fire\n\n\n"
    )]
    [InlineData("***** Zorp *****\nQar: Anna Agent\nQim: 22 zolb 2026 10:00\nQol: Carl Customer\n\n")]
    [InlineData("Anna Agent grunkeld:\n")]
    [InlineData("")]
    public void Any_introduction_belongs_to_the_quote_below_it(string introduction)
    {
        var mark = introduction.EndsWith("> ", StringComparison.Ordinal) ? "\n> " : "\n";
        var quote = Question.Replace("\n", mark, StringComparison.Ordinal);

        Assert.Equal("Yes, please send it.", New($"Yes, please send it.\n\n{introduction}{quote}\n"));
    }

    [Theory]
    [InlineData("Yes")]
    [InlineData("Thanks")]
    [InlineData("Which colour?")]
    [InlineData("Kind regards\nCarl")]
    [InlineData("Shall we send the pump?")]
    [InlineData("Dear Anna,\nyes.\n\nAnna knows the colour: blue.")]
    [InlineData("No.\n\nThe part is 40 cm long and weighs 3 kg\n\nKind regards\nCarl")]
    public void A_few_words_that_a_message_has_too_are_an_answer(string text)
    {
        Assert.Equal(text, New($"{text}\n\nOn 22 Nov 2026 at 10:00, Anna Agent wrote:\n> Shall we send the part?\n"));
        Assert.Equal(text, New(text));
    }

    [Fact]
    public void What_stands_between_quoted_lines_is_an_answer_with_and_without_marks()
    {
        const string marked = "> Shall we send the part?\nYes\n> Which colour?\nBlue\n>\n> Kind regards\n> Anna\n";
        const string fields = "Vox: Anna Agent <support@mycompany.example>\nZond: 22.11.2026 10:00\n\n";

        Assert.Equal("Yes\nBlue", New(marked));
        Assert.Equal("Yes\nBlue", New(fields + marked.Replace(">", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Yes, both.\n\n-- \nCarl", "Yes, both.")]
    [InlineData("Yes, both.\n\nCarl Customer\nBaker Street 1", "Yes, both.\n\nCarl Customer\nBaker Street 1")]
    public void Below_the_quote_new_text_stands_with_its_signature(string below, string text)
    {
        var quote = Question.Replace("\n", "\n> ", StringComparison.Ordinal);

        Assert.Equal(text, New($"On 22 Nov 2026, Anna Agent wrote:\n> {quote}\n\n{below}\n"));
    }

    [Fact]
    public void Wrapping_punctuation_case_and_links_of_scanners_make_no_difference()
    {
        var draft = Drafts.Of(
            "You’ll find the “long” manual – all of it – at https://docs.mycompany.example/a/b_c?d=1 from Monday on.\n"
                + "https://docs.mycompany.example/second"
        );
        const string reply = """
            Found it.

            Zonk:
            > You'll find the "long" manual -- all
            of it -- at
            > <https://urldefense.proofpoint.com/v2/url?u=https-3A__docs.mycompany.example_a_b&d=Dw>
            > from Monday on.
            > https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdocs.mycompany.example%2Fsecond&data=05

            https://photos.customer.example/1
            """;

        Assert.Equal(
            ["Found it.", "Zonk:", "https://photos.customer.example/1"],
            New(reply, draft).Split('\n').Where(line => line.Length > 0)
        );
    }

    [Fact]
    public void An_answer_that_is_written_into_the_quoted_element_is_kept()
    {
        const string html = """
            <div>See below.</div><div>Anna Agent, 22 Nov 2026 10:00:</div><blockquote><div>Shall we send the part?</div>
            <div style="color:red">Yes.</div><div>Which colour?</div><div style="color:red">Blue.</div><div>Kind regards</div>
            <div>Anna</div></blockquote>
            """;

        var found = ReplyText.TextFromHtml(html, ReadingBudget.Unlimited, KnownQuotes.Of(Drafts.Of(Question)));

        Assert.Equal(["See below.", "> Yes.", "> Blue."], found.New.Split('\n').Where(line => line.Length > 0));
    }

    [Fact]
    public void Only_the_known_message_is_removed_where_that_is_asked_for()
    {
        const string text =
            "He may.\n\n> She said no.\n\nAnna Agent grunkeld:\n> Shall we send the part?\nYes\n> Anna\n";
        var known = KnownQuotes.Of(Drafts.Of(Question));

        Assert.Equal("He may.\n\n> She said no.\n\nYes", QuoteRemoval.FromText(text, known));
        const string own = "Shall we?";
        Assert.Same(own, QuoteRemoval.FromText(own, known));
        Assert.Equal(
            "<p>He may.</p><p>Yes</p>",
            QuoteRemoval.FromHtml(
                "<p>He may.</p><blockquote>Shall we send the part?</blockquote><p>Yes</p><blockquote>Anna</blockquote>",
                known
            )
        );
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\f")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public void The_lines_of_a_message_end_as_its_program_wrote_them(string end)
    {
        var known = new KnownQuote
        {
            Texts = [string.Join(end, "1. Shall we send the part?", "Yes?", "2) Or the pump?")],
        };

        var found = ReplyText.FromText(
            "Both.\n\n> Shall we send the part?\n> Yes?\n> Or the pump?",
            ReadingBudget.Unlimited,
            known
        );

        Assert.Equal("Both.", found.New);
    }

    [Fact]
    public void What_is_quoted_of_long_messages_is_found_without_a_copy_of_each_word()
    {
        var known = new KnownQuote { Texts = [.. Enumerable.Range(0, 6).Select(LongMessage)] };
        var answer = $"It is the third.\n\n> {LongMessage(6)}";

        var found = ReplyText.FromText(answer, ReadingBudget.Unlimited, known);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReplyText.FromText(answer, ReadingBudget.Unlimited, known);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("It is the third.", found.New);
        Assert.InRange(allocated, 1, 26 * known.Texts.Sum(text => text.Length));
    }

    private static string LongMessage(int number) =>
        string.Join(
            '\n',
            Enumerable.Range(0, 60).Select(line => $"The part with the number {number}.{line} is on the shelf.")
        );

    private static string New(string text) => New(text, Drafts.Of(Question));

    private static string New(string text, Postern.Core.Composing.MailDraft draft) =>
        ReplyText.FromText(text.ReplaceLineEndings("\n"), ReadingBudget.Unlimited, KnownQuotes.Of(draft)).New;
}
