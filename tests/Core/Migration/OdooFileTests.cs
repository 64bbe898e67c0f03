using System.Text;
using Postern.Core.Migration;

namespace Postern.Tests.Migration;

/// <summary>Files that are not quite exports, and how their model is told.</summary>
public sealed class OdooFileTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [InlineData(
        "blacklist.csv",
        "Email,Active\na@b.example,True\n",
        "may be an export of mail.blacklist or res.partner"
    )]
    [InlineData("x.csv", "Colour,Taste\nred,sweet\n", "has no column that is known")]
    [InlineData("mail.alias.csv", "Colour,Taste\nred,sweet\n", "has no column of mail.alias that is known")]
    [InlineData("mail.alias.csv", "", "has no column of mail.alias that is known")]
    [InlineData("mail.alias.csv", "Alias Name|Alias Domain\na|b\n", "separated by commas, semicolons or tabs")]
    [InlineData("mail.alias.csv", "\"Alias Name\"\n\"sales\n", "has a quotation mark that is not closed")]
    [InlineData("mail.alias.csv", "Alias Name\n\0\0\n", "is no text")]
    public void A_file_that_cannot_be_read_is_refused_with_what_to_do(string name, string text, string expected)
    {
        var refused = Assert.Throws<OdooImportException>(() => Exports.Read((name, text)));
        Assert.Equal(name, refused.File);
        Assert.Contains(expected, refused.Message, Ordinal);
    }

    [Fact]
    public void A_file_of_nothing_but_columns_is_none()
    {
        var titles = string.Join(',', Enumerable.Range(0, 100_000).Select(number => $"Alias Nam{number}"));
        var refused = Assert.Throws<OdooImportException>(() => Exports.Read(("mail.alias.csv", titles)));
        Assert.Contains("has no column of mail.alias that is known", refused.Message, Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004xl/workbook.xml")]
    [InlineData("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1")]
    public void A_workbook_is_named_as_one(string start)
    {
        var upload = new OdooUpload(null, "mail.alias.xlsx", Encoding.Latin1.GetBytes(start));
        var refused = Assert.Throws<OdooImportException>(() => Exports.Read([upload]));
        Assert.Contains("is an Excel file; export it as CSV", refused.Message, Ordinal);
    }

    [Theory]
    [InlineData("Email Domain (mail.alias.domain).csv", null, "aliasDomains")]
    [InlineData("mail.alias.domain (1).csv", null, "aliasDomains")]
    [InlineData("export.csv", "mail.alias.domain", "aliasDomains")]
    [InlineData("export.csv", "res.partner", null)]
    [InlineData("ir.mail_server.csv", null, null)]
    public void The_model_is_told_by_the_part_or_the_file_name(string file, string? part, string? section)
    {
        var upload = Exports.Upload(file, "Name,Bounce Alias\nexample.com,bounce\n", part);
        var read = Exports.Read([upload]);
        Assert.Equal(section is null ? [] : [section], read.Counts.Keys);
    }

    [Fact]
    public void Without_a_name_the_columns_tell_it()
    {
        var read = Exports.Read(
            ("a.csv", "Key,Value\nmail.catchall.domain,example.com\n"),
            ("b.csv", "Alias Name;Aliased Model\nsales;Task\n"),
            ("c.csv", "Name\tEmail\tIs a Company\nAnn\tann@customer.example\t\n")
        );
        Assert.Equal(["aliasDomains", "models", "aliases", "contacts"], read.Counts.Keys);
    }

    [Fact]
    public void Letters_of_a_Romanian_or_a_western_spreadsheet_are_read()
    {
        byte[] romanian =
        [
            .. "Nume;Email;Func\xFEie\n"u8.ToArray().Where(b => b != 0xC3).Select(b => b == 0xBE ? (byte)0xFE : b),
        ];
        romanian = [.. romanian, 0xAA, .. "tefan;stefan@firma.example;\n"u8];
        byte[] western = [.. "Name;Email\nJos"u8, 0xE9, .. ";jose@firma.example\n"u8];
        var read = Exports.Read([
            new OdooUpload("res.partner", "a.csv", romanian),
            new OdooUpload("res.partner", "b.csv", western),
        ]);
        Assert.Contains("name: \"Ştefan\"", read.Yaml, Ordinal);
        Assert.Contains("name: \"José\"", read.Yaml, Ordinal);
        Assert.Equal(
            2,
            read.Notes.Count(note => note.Message.StartsWith("it is not UTF-8; it was read as Windows-125", Ordinal))
        );
    }

    [Fact]
    public void Unknown_columns_are_named_once_with_the_nearest_and_secrets_of_any_module_are_forgotten()
    {
        const string Text = """
            Name,SMTP Servr,SMTP Server,Vault API Token,x_colour
            One,,smtp.example.com,s3cret-value,red
            Two,,smtp.example.net,s3cret-value,red
            Three,wrong,smtp.example.org,s3cret-value,red
            """;
        var read = Exports.Read(("ir.mail_server.csv", Text));
        Assert.DoesNotContain("s3cret-value", read.ToYaml(), Ordinal);
        var ignored = read
            .Notes.Where(note => note.Kind == OdooNoteKind.Ignored)
            .Select(note => $"{note.Field} {note.Message}");
        Assert.Equal(
            [
                "SMTP Servr it is no column of ir.mail_server that is known; the nearest is 'SMTP Server'",
                "Vault API Token it is no column of ir.mail_server that is known",
                "x_colour it is no column of ir.mail_server that is known",
            ],
            ignored
        );
    }

    [Fact]
    public void Rows_of_a_list_belong_to_the_record_above_and_broken_rows_are_left_out()
    {
        const string Text = """
            Name,Email,Users/Login,Users/Share User
            Ann,ann@example.com,ann,
            ,,ann2,
            Bob,bob@example.com,bob,True
            Cut,cut@example.com,x,y,z
            """;
        var read = Exports.Read(("res.partner.csv", Text));
        Assert.Equal(2, read.Counts["contacts"]);
        Assert.Contains("ann@example.com:\n    name: Ann\n    internal: true", read.Yaml, Ordinal);
        Assert.DoesNotContain("bob@example.com:\n    name: Bob\n    internal", read.Yaml, Ordinal);
        var cut = Assert.Single(read.Notes);
        Assert.Equal((5, "it has more cells than the 4 titles"), (cut.Row!.Value, cut.Message));
    }

    [Theory]
    [InlineData("ir.mail_server.csv", "Name,SMTP Server,Username,Password\nRelay,S3CRET PASS/2,desk,587\n")]
    [InlineData("ir.mail_server.csv", "Name,SMTP Server,Password\nRelay,it's S3CRET's,x\n")]
    [InlineData("ir.mail_server.csv", "Name,SMTP Server,FROM Filtering,Password\nR,smtp.example.com,*S3CRET,x\n")]
    [InlineData("fetchmail.server.csv", "Name,Server Name,Server Type,Username,Password\nR,S3CRET 2,IMAP,desk,x\n")]
    public void A_password_that_is_in_a_column_of_something_else_is_in_no_answer(string file, string text)
    {
        var read = Exports.Read((file, text));
        Assert.DoesNotContain("S3CRET", read.ToYaml(), Ordinal);
        var refused = Assert.Single(read.Notes, note => note.Kind == OdooNoteKind.LeftOut);
        Assert.StartsWith("it would be refused: ", refused.Message, Ordinal);
        Assert.Contains("what the export has", refused.Message, Ordinal);
    }

    [Fact]
    public void A_second_column_of_a_field_is_named()
    {
        var read = Exports.Read(("res.partner.csv", "Name,Email,Email,E-mail\nAnn,ann@c.example,ann@d.example,\n"));
        Assert.Equal(1, read.Counts["contacts"]);
        var second = Assert.Single(read.Notes);
        Assert.Equal((OdooNoteKind.Ignored, "Email"), (second.Kind, second.Field));
        Assert.StartsWith("column 3 is of the same field as column 2, 'Email'", second.Message, Ordinal);
    }

    [Fact]
    public void What_is_said_of_many_rows_is_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 500).Select(number => $"Person {number},\n"));
        var read = Exports.Read(("res.partner.csv", $"Name,Email\n{rows}"));
        Assert.Equal(21, read.Notes.Count);
        Assert.Contains(read.Notes, note => note.Message == "480 more rows alike: it has no e-mail address");
    }
}
