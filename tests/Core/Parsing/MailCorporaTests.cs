using System.Text.Json;
using Postern.Core.Mime;
using Postern.Core.Parsing;
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

    private static string Kind(JsonElement entry) =>
        MailParser.Parse(Raw("auto", entry)).Automatic?.Kind.ToString() ?? "-";

    private static byte[] Raw(string set, JsonElement entry) =>
        File.ReadAllBytes(Corpora.PathOf(set, entry.GetProperty("file").GetString()!));

    private static IEnumerable<JsonElement> Entries(string set) =>
        File.ReadLines(Corpora.PathOf(set, "index.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
}
