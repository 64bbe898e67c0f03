using FsCheck.Xunit;
using Postern.Core.Migration;

namespace Postern.Tests.Migration;

/// <summary>Whatever stands in exports, what comes of them can be planned on a gateway that has nothing.</summary>
public sealed class OdooImportProperties
{
    // Cells that fit somewhere, so that rows get far, and cells that fit nowhere.
    private static readonly string[] Cells =
    [
        "",
        "",
        "True",
        "False",
        "1",
        "0",
        "-1",
        "25",
        "587",
        "70000",
        "99999999999999",
        "1.5",
        "example.com",
        "b.example",
        "EXAMPLE.COM",
        "not a domain",
        "localhost",
        "[127.0.0.1]",
        "sales",
        "Sales Team",
        "catchall",
        "bounce",
        "notifications",
        "ann@example.com",
        "Ann <ann@example.com>",
        "a@b.example, c@d.example",
        "@",
        "ț@ș.example",
        "imap.example.com",
        "smtp.example.com",
        "http://smtp.example.com:25/",
        "login",
        "certificate",
        "cli",
        "gmail",
        "outlook",
        "imap",
        "pop",
        "local",
        "none",
        "starttls",
        "ssl",
        "everyone",
        "partners",
        "followers",
        "employees",
        "helpdesk.ticket",
        "Helpdesk Ticket",
        "outbound",
        "crm.model_crm_lead",
        "a/b#c?d\\e",
        "{}",
        "{'a': 1}",
        "{'A': 1, 'a': 2}",
        "{'a': float('nan')}",
        "[1]",
        "<p>No</p>",
        "<script>x</script>",
        "mail.catchall.domain",
        "mail.catchall.alias",
        "mail.bounce.alias",
        "mail.default.from",
        "mail.catchall.domain.allowed",
        "mail.gateway.loop.minutes",
        "mail.gateway.loop.threshold",
        "mail.default.from_filter",
        "mass_mailing.mail_server_id",
        "mail.mode",
        "mail.redirect.to",
        "mail.size.max",
        "live",
        "redirect",
        "120",
        "x+y",
        "default",
        "main",
        "null",
        "~",
        "- a: b",
        "# c",
        "*anchor",
        "a\nb",
        "a\u0085aliases: {}",
        "b\u2028models: []",
        "\"quoted\"",
        "2024-01-02 03:04:05",
        "2999-01-02 03:04:05",
        "\u0007",
        "\u202e",
        "\ud83d\ude00",
        "'=1+1",
        "__export__.mail_alias_domain_1_ab12",
    ];

    [Property(MaxTest = 40)]
    public void What_is_imported_can_be_planned(int seed) => AssertPlanned(seed);

    [Property(MaxTest = 800)]
    [Trait("Speed", "Long")]
    public void However_often_it_is_tried(int seed) => AssertPlanned(seed);

    private static void AssertPlanned(int seed)
    {
        var random = new Random(seed);
        var uploads = FieldTable.Models.Where(_ => random.Next(4) > 0).Select(model => Export(random, model)).ToList();
        var read = Exports.Read(uploads);
        Exports.Plan(read);
        Exports.Plan(read with { Yaml = read.ToYaml() });
        Assert.Equal(read.Variables.Select(one => one.Name).Distinct().Count(), read.Variables.Count);
    }

    private static OdooUpload Export(Random random, string model)
    {
        var columns = FieldTable.Of(model).Where(field => field.Use != FieldUse.Silent && random.Next(5) > 0).ToList();
        if (columns.Count == 0)
            columns = [FieldTable.Of(model)[0]];
        var titles = columns.Select(field =>
            random.Next(3) == 0 || field.Titles.Count == 0 ? field.Name : Any(random, field.Titles)
        );
        var rows = Enumerable.Range(0, random.Next(12)).Select(_ => columns.Select(_ => Cell(random)));
        var lines = rows.Prepend(titles).Select(cells => string.Join(',', cells.Select(Quoted)));
        return Exports.Upload($"{model}.csv", string.Join("\r\n", lines));
    }

    private static string Cell(Random random) =>
        random.Next(12) > 0
            ? Any(random, Cells)
            : string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(1, 0xD7FF)));

    private static string Any(Random random, IReadOnlyList<string> from) => from[random.Next(from.Count)];

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
