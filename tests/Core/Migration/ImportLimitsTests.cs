using System.Text;
using Postern.Core.Migration;
using Postern.Tests.Declarations;

namespace Postern.Tests.Migration;

/// <summary>Exports that would take more time, memory or answer than their size is worth.</summary>
public sealed class ImportLimitsTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Lists = "Alias Name,Aliased Model/Model\nsup,mail\n";

    [Fact]
    public void A_record_has_no_more_than_a_thousand_rows_of_a_list()
    {
        Exports.Read(("mail.alias.csv", Lists + Many(",a\n", 1_000)), Domain);
        var refused = Assert.Throws<OdooImportException>(() =>
            Exports.Read(("mail.alias.csv", Lists + Many(",a\n", 400_000)), Domain)
        );
        Assert.Equal("mail.alias.csv", refused.File);
        Assert.Contains("more than 1000 rows of a list below row 2, until row 1003", refused.Message, Ordinal);
    }

    [Fact]
    public void Rows_of_lists_count_as_rows_of_the_export()
    {
        var one = string.Concat("x,mail\n", Many(",a\n", 999));
        var refused = Assert.Throws<OdooImportException>(() =>
            Exports.Read(("mail.alias.csv", "Alias Name,Aliased Model/Model\n" + Many(one, 6)), Domain)
        );
        Assert.Equal("has more than 5000 rows by that of the record in row 5002: divide it", refused.Message);
    }

    [Fact]
    public void An_import_ends_when_whoever_asked_has_left()
    {
        OdooUpload[] uploads = [Exports.Upload("mail.gateway.allowed.csv", "Email\na@b.example\n")];
        using var left = new CancellationTokenSource();
        left.Cancel();
        Assert.Throws<OperationCanceledException>(() => OdooImport.Read(uploads, 1, States.Now, left.Token));
    }

    [Theory]
    [InlineData("<div>", 19_000)]
    [InlineData("<div>", 1_900)]
    [InlineData("<noscript><div>", 19_000)]
    [InlineData("é", 100_001)]
    public void A_refusal_text_that_is_too_deep_or_too_long_is_left_out(string piece, int times)
    {
        var rows = Enumerable.Range(0, 20).Select(number => $"a{number},mail.test,{Many(piece, times)}x\n");
        var read = Exports.Read(
            ("mail.alias.csv", "alias_name,alias_model_id/model,alias_bounced_content\n" + string.Concat(rows)),
            Domain
        );
        Assert.Equal(20, read.Counts["aliases"]);
        Assert.DoesNotContain("refusalText", read.Yaml, Ordinal);
        Assert.Equal(
            20,
            read.Notes.Count(note => note.Field == "alias_bounced_content" && note.Message.Contains("too", Ordinal))
        );
    }

    [Fact]
    public void Of_a_cell_a_hundred_addresses_are_read_and_a_note_says_so()
    {
        var cell = string.Join(';', Enumerable.Range(0, 300_000).Select(number => $"p{number}@c.example"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = Exports.Read(("res.partner.csv", $"Name,Email\nAll,\"{cell}\"\nAnn,ann@c.example\n"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150L << 20);
        Assert.Equal(101, read.Counts["contacts"]);
        var cut = Assert.Single(read.Notes);
        Assert.Equal((OdooNoteKind.Changed, 2, "email"), (cut.Kind, cut.Row!.Value, cut.Field));
        Assert.Contains("more addresses than are read of a cell: 100", cut.Message, Ordinal);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public void Contacts_are_counted_by_their_addresses()
    {
        var text = new StringBuilder("Name,Email\n");
        for (var row = 0; row <= 2_500; row++)
        {
            text.Append("x,\"")
                .AppendJoin(',', Enumerable.Range(0, 100).Select(at => $"{row}.{at}@c.example"))
                .Append("\"\n");
        }
        var refused = Assert.Throws<OdooImportException>(() => Exports.Read(("res.partner.csv", text.ToString())));
        Assert.StartsWith("has more than 250000 addresses by row 2502", refused.Message, Ordinal);
    }

    [Fact]
    public void Alias_domains_of_one_name_take_memory_that_grows_with_their_number()
    {
        Taken(100);
        Assert.InRange((double)Taken(2_000) / Taken(1_000), 1, 3);

        static long Taken(int rows)
        {
            var lines = Enumerable.Range(0, rows).Select(row => $"a.example,b{row},c{row}\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = Exports.Read(
                ("mail.alias.domain.csv", "name,bounce_alias,catchall_alias\n" + string.Concat(lines))
            );
            Assert.Equal(1, read.Counts["aliasDomains"]);
            Assert.Contains($"- c{rows - 1}\n", read.Yaml, Ordinal);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Notes_of_whole_exports_are_cut_and_counted_too()
    {
        var rows = string.Concat(Enumerable.Range(0, 4_000).Select(row => $"x.{row},1\n"));
        var read = Exports.Read(
            ("ir.config_parameter.csv", "Key,Value\n" + rows),
            ("ir.mail_server.csv", "Name,SMTP Server\nRelay,smtp.example.com\n")
        );
        Assert.InRange(read.Notes.Count, 500, 510);
        Assert.Contains(read.Notes, note => note.Message == "3500 more notes are not shown");
        Assert.Contains(read.Notes, note => note.Message.StartsWith("mail.mode is hold", Ordinal));
    }

    private static (string, string) Domain => ("mail.alias.domain.csv", "name,sequence\nexample.com,1\n");

    private static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
