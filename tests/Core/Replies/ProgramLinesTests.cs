using Postern.Core.Replies;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Replies;

/// <summary>
/// Introductions literally as mail programs write them in 46 languages, from the programs' own translations, and
/// Outlook's block in every language.
/// </summary>
public class ProgramLinesTests(ITestOutputHelper output)
{
    private const string Answer = "Thank you, Tuesday suits us.\n\nNora";

    private static readonly string[] Unintroduced =
    [
        // They have no verb, address or colon, so that only quote marks tell them from a person's line.
        "uk Thunderbird",
        "ko Evolution",
        "eu Evolution",
    ];

    private static readonly IReadOnlyList<ProgramLine> Lines = [.. Read()];

    [Fact]
    public void Every_introduction_of_every_language_and_program_is_known_above_a_marked_quote()
    {
        var missed = Lines.Where(line => New(line, "> Which day?\n> Ana") != Answer).ToList();

        output.WriteLine(
            $"{Lines.Select(line => line.Language).Distinct().Count()} languages, "
                + $"{Lines.Select(line => line.Name).Distinct().Count()} combinations, {Lines.Count} lines"
        );
        Assert.Empty(missed);
    }

    [Fact]
    public void Those_with_a_date_or_address_are_known_above_an_unmarked_quote()
    {
        var lines = Lines.Where(line => line.HasDateOrAddress && !Unintroduced.Contains(line.Name)).ToList();

        Assert.DoesNotContain(lines, line => New(line, "Which day suits you?\nAna") != Answer);
        Assert.True(lines.Count > 330, $"{lines.Count}");
    }

    [Fact]
    public void A_name_and_a_verb_alone_introduce_nothing_that_has_no_marks()
    {
        var lines = Lines.Where(line => !line.HasDateOrAddress && !line.Text.StartsWith('>')).ToList();

        Assert.All(
            lines,
            line => Assert.Contains("Which day", New(line, "Which day suits you?\nAna"), StringComparison.Ordinal)
        );
        Assert.NotEmpty(lines);
    }

    [Fact]
    public void Outlooks_block_is_known_in_every_language_in_any_order_and_bold()
    {
        foreach (var language in ReplyLanguages.All)
        {
            string[] fields =
            [
                $"{language.From[0]}: Ana Pop <ana@b.example>",
                $"{language.Sent[0]}: Saturday, 28 November 2026 10:00",
                $"{language.To[0]}: Nora",
                $"{language.Subject[0]}: Visit",
            ];
            Assert.Equal(Answer, New(string.Join('\n', fields)));
            Assert.Equal(Answer, New(string.Join('\n', fields.Reverse())));
            Assert.Equal(
                Answer,
                New(string.Join('\n', fields.Select(field => $"*{field.Replace(":", ":*", StringComparison.Ordinal)}")))
            );
            Assert.Equal(
                Answer,
                New(
                    string.Join('\n', fields.Select(field => field.Replace(": ", " :\u00A0", StringComparison.Ordinal)))
                )
            );
        }

        static string New(string block) => ReplyText.FromText($"{Answer}\n\n{block}\n\nWhich day?\n").New;
    }

    [Fact]
    public void Every_title_divides_between_dashes_and_above_a_header_also_without()
    {
        foreach (var title in ReplyLanguages.All.SelectMany(language => language.Titles))
        {
            Assert.Equal(Answer, New($"-------- {title} --------"));
            Assert.Equal(Answer, New($"{title}:\n\nFrom: Ana Pop <ana@b.example>"));
        }

        static string New(string divider) => ReplyText.FromText($"{Answer}\n\n{divider}\n\nWhich day?\n").New;
    }

    [Fact]
    public void Every_language_names_the_author_the_date_and_the_recipient()
    {
        Assert.Equal(46, ReplyLanguages.All.Count);
        Assert.All(
            ReplyLanguages.All,
            language =>
            {
                Assert.NotEmpty(language.Verbs);
                Assert.NotEmpty(language.From);
                Assert.NotEmpty(language.Sent);
                Assert.NotEmpty(language.Date);
                Assert.NotEmpty(language.To);
                Assert.NotEmpty(language.Subject);
                Assert.NotEmpty(language.Titles);
                Assert.NotEmpty(language.Devices);
            }
        );
    }

    private static string New(ProgramLine line, string quote) =>
        ReplyText.FromText($"{Answer}\n\n{line.Text}\n\n{quote}\n").New;

    private static IEnumerable<ProgramLine> Read() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Core", "Replies", "program-lines.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(" | ", 3))
            .Select(parts => new ProgramLine(parts[0], parts[1], parts[2].Replace('⏎', '\n')));

    private sealed record ProgramLine(string Language, string Program, string Text)
    {
        public string Name => $"{Language} {Program}";

        public bool HasDateOrAddress =>
            !Text.StartsWith("> ", StringComparison.Ordinal)
            && (Text.Any(char.IsDigit) || (Text.Contains('@', StringComparison.Ordinal) && Language != "uk"));
    }
}
