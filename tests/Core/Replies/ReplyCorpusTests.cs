using System.Text;
using System.Text.Json;
using Postern.Core.Html;
using Postern.Core.Parsing;
using Postern.Core.Replies;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Replies;

/// <summary>
/// New text as other projects' tests expect it, scored for the open and the held part apart. Where two projects
/// disagree, one verdict is enough: they differ about signatures alone, and Postern knows those by their delimiter.
/// </summary>
public class ReplyCorpusTests(ITestOutputHelper output)
{
    // These may only rise.
    private const int LeastOpen = 52;
    private const int LeastHeld = 49;

    [CorpusFact]
    public void New_text_is_parted_from_quotes_as_other_projects_expect()
    {
        var mails = Entries().Select(Score).Where(mail => mail.Verdicts > 0).ToList();
        var open = mails.Where(mail => mail.IsOpen).ToList();
        var held = mails.Where(mail => !mail.IsOpen).ToList();

        foreach (var mail in open.Where(mail => mail.Exact == 0))
            output.WriteLine($"differs: {mail.Id}");
        output.WriteLine($"open {Exact(open)} of {open.Count}, held {Exact(held)} of {held.Count}");
        Assert.InRange(Exact(open), LeastOpen, open.Count);
        Assert.InRange(Exact(held), LeastHeld, held.Count);
    }

    private static int Exact(IEnumerable<Scored> mails) => mails.Count(mail => mail.Exact > 0);

    private static Scored Score(JsonElement entry)
    {
        var file = entry.GetProperty("file").GetString()!;
        var expected = entry.GetProperty("sources").EnumerateArray().Select(Expected).OfType<string>().ToList();
        var found = expected.Count == 0 ? "" : New(file);
        return new Scored(
            entry.GetProperty("id").GetString()!,
            CorpusPart.IsOpen(entry.GetProperty("sha256_raw").GetString()!),
            expected.Count,
            expected.Count(text => IsSame(file, text, found))
        );
    }

    // Kinds of verdicts that are not about the whole new text, and those of later sources, are not compared.
    private static string? Expected(JsonElement source) =>
        source.TryGetProperty("truth", out var truth)
        && truth.TryGetProperty("kind", out var kind)
        && kind.ValueEquals("exact-reply")
        && truth.TryGetProperty("expected_reply", out var reply)
        && reply.ValueKind == JsonValueKind.String
            ? reply.GetString()
            : null;

    private static string New(string file)
    {
        var raw = File.ReadAllBytes(Corpora.PathOf("reply", file));
        return Path.GetExtension(file) switch
        {
            ".eml" => MailParser.Parse(raw).ReplyText.New,
            ".html" => ReplyText.TextFromHtml(Encoding.UTF8.GetString(raw)).New,
            _ => ReplyText.FromText(Encoding.UTF8.GetString(raw)).New,
        };
    }

    // The HTML verdicts are compared without any white space, as their project does, and as text.
    private static bool IsSame(string file, string expected, string found) =>
        file.EndsWith(".html", StringComparison.Ordinal)
            ? Collapse(HtmlText.FromHtml(expected), "") == Collapse(found, "")
            : Collapse(expected, " ") == Collapse(found, " ");

    private static string Collapse(string text, string space) =>
        string.Join(space, text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<JsonElement> Entries() =>
        File.ReadLines(Corpora.PathOf("reply", "index.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private sealed record Scored(string Id, bool IsOpen, int Verdicts, int Exact);
}
