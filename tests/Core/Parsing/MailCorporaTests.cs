using System.Text;
using System.Text.Json;
using Postern.Core.Html;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Replies;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Parsing;

public class MailCorporaTests(ITestOutputHelper output)
{
    private const string AutoReply = nameof(AutomaticMailKind.AutoReply);

    private static readonly string[] Sets = ["bounce", "auto", "reply", "senderauth"];

    [CorpusFact]
    public void Every_mail_of_every_set_is_read()
    {
        var mails = Sets.SelectMany(set => Directory.EnumerateFiles(Corpora.PathOf(set, "mails"), "*.eml")).ToList();

        Assert.All(
            mails,
            file =>
            {
                var mail = MailParser.Parse(File.ReadAllBytes(file));
                Assert.Null(mail.Problem);
                Assert.NotNull(mail.ReplyText);
            }
        );
    }

    [CorpusFact]
    public void Automatic_mail_is_told_from_ordinary_mail()
    {
        var seen = Entries("auto")
            .Select(entry => (Class: entry.GetProperty("cls").GetString()!, Kind: Kind(entry)))
            .ToList();

        foreach (var cell in seen.GroupBy(s => s).OrderBy(g => g.Key))
            output.WriteLine($"{cell.Key.Class, -20} {cell.Key.Kind, -15} {cell.Count()}");
        Assert.Equal(0, seen.Count(s => s.Class == "ordinary" && s.Kind != "-"));
        Assert.Equal(0, seen.Count(s => s.Class == "arf" && s.Kind != nameof(AutomaticMailKind.Complaint)));
        // One has nothing but a subject, which people write too.
        Assert.Equal(1, seen.Count(s => s.Class == "auto-reply" && s.Kind != AutoReply));
    }

    [CorpusFact]
    public void New_text_is_parted_from_quotes_as_other_projects_expect()
    {
        var results = Entries("reply").SelectMany(Verdicts).ToList();

        foreach (var source in results.GroupBy(r => r.Source))
            output.WriteLine($"{source.Key, -36} {source.Count(r => r.Equal)} of {source.Count()}");
        foreach (var (source, path, _) in results.Where(r => !r.Equal))
            output.WriteLine($"differs: {source} {path}");
        Assert.InRange(results.Count(r => r.Equal), results.Count * 90 / 100, results.Count);
    }

    private static IEnumerable<(string Source, string Path, bool Equal)> Verdicts(JsonElement entry)
    {
        var file = entry.GetProperty("file").GetString()!;
        var found = New(file, Raw("reply", entry));
        foreach (var source in entry.GetProperty("sources").EnumerateArray())
        {
            var truth = source.GetProperty("truth");
            if (truth.GetProperty("kind").GetString() != "exact-reply")
                continue;
            var expected = truth.GetProperty("expected_reply").GetString()!;
            var (name, path) = (source.GetProperty("source").GetString()!, source.GetProperty("path").GetString()!);
            yield return (name, path, SameText(file, expected, found));
        }
    }

    private static string Kind(JsonElement entry) =>
        MailParser.Parse(Raw("auto", entry)).Automatic?.Kind.ToString() ?? "-";

    private static string New(string file, byte[] raw) =>
        Path.GetExtension(file) switch
        {
            ".eml" => MailParser.Parse(raw).ReplyText.New,
            ".html" => ReplyText.TextFromHtml(Encoding.UTF8.GetString(raw)).New,
            _ => ReplyText.FromText(Encoding.UTF8.GetString(raw)).New,
        };

    // The HTML verdicts are compared without any white space, as their project does, and as text.
    private static bool SameText(string file, string expected, string found) =>
        file.EndsWith(".html", StringComparison.Ordinal)
            ? Collapse(HtmlText.FromHtml(expected), "") == Collapse(found, "")
            : Collapse(expected, " ") == Collapse(found, " ");

    private static string Collapse(string text, string space) =>
        string.Join(space, text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Raw(string set, JsonElement entry) =>
        File.ReadAllBytes(Corpora.PathOf(set, entry.GetProperty("file").GetString()!));

    private static IEnumerable<JsonElement> Entries(string set) =>
        File.ReadLines(Corpora.PathOf(set, "index.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
}
