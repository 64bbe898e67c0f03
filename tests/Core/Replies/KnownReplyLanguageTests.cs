using Postern.Core.Composing;
using Postern.Core.Replies;
using Postern.Core.Text;
using Postern.Tests.Composing;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Replies;

/// <summary>
/// Answers to a notification, built as programs build them in every language and in languages that do not exist: the
/// new text is what was written, since what was sent is known.
/// </summary>
public sealed class KnownReplyLanguageTests(ITestOutputHelper output)
{
    private const string Message = """
        Hello Carl,

        which printer is on fire, and since when? We would like to send somebody who looks at it – please don’t touch it until then.

        Friday?

        Which colour do you prefer, “red” or blue?

        The manual is at https://docs.mycompany.example/manual/printer and the bill follows.

        Kind regards
        Anna Agent
        """;

    private static readonly string[] Answers =
    [
        "Yes, please.",
        "Yes",
        "Thanks",
        "Danke",
        "Tuesday suits us well.\n\nBest regards\nCarl",
        "はい、火曜日でお願いします。",
        "Friday is fine. It is the big printer in the hall, and it has been burning since this morning.",
        "ОК",
        "See https://photos.customer.example/1",
        "👍",
    ];

    [Fact]
    public void An_answer_to_a_known_message_is_parted_from_it_in_every_language_and_program()
    {
        var draft = Drafts.Of(Message.ReplaceLineEndings("\n"));
        var composed = NotificationComposer.Compose(draft);
        var mail = new SentMail(Lines(composed.TextBody), Lines(composed.HtmlBody));
        var known = KnownQuotes.Of(draft);
        var file = Path.Combine(Repository.Root, "tests", "Core", "Replies", "introductions.txt");
        var languages = File.ReadLines(file).Where(line => !line.StartsWith('#')).Select(QuoteLanguage.Read).ToList();
        var (right, all) = (0, 0);
        foreach (var (program, reply) in QuotingPrograms.All)
        {
            var wrong = new List<string>();
            foreach (var (index, language) in languages.Index())
            {
                var built = reply(language, mail, Answers[index % Answers.Length]);
                var found = Split(built, known);
                if (Collapsed(found) != Collapsed(built.New))
                    wrong.Add($"{language.Name}: {Collapsed(found)}");
            }
            (right, all) = (right + languages.Count - wrong.Count, all + languages.Count);
            output.WriteLine($"{program, -30} {languages.Count - wrong.Count} of {languages.Count}");
            wrong.ForEach(output.WriteLine);
        }
        Assert.InRange(all, 500, int.MaxValue);
        Assert.InRange(right, all * 99 / 100, all);
    }

    private static string Split(QuotingReply reply, KnownQuote known) =>
        reply.IsHtml
            ? ReplyText.TextFromHtml(reply.Body, ReadingBudget.Unlimited, known).New
            : ReplyText.FromText(reply.Body, ReadingBudget.Unlimited, known).New;

    private static string Lines(string? body) => body!.ReplaceLineEndings("\n");

    private static string Collapsed(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
