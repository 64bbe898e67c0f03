using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>What the console shows of a raw mail, which it parses itself.</summary>
public sealed class MailReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("=?iso-8859-2?Q?=AEluv=E1_n=EDzk=E1?=", "Žluvá nízká")]
    [InlineData("=?utf-8?B?xIN0ZQ==?= =?utf-8?B?cHTEgw==?= end", "ăteptă end")]
    [InlineData("=?windows-1251?B?z/Do4uXy?=", "Привет")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?unknown-8?Q?a?= plain Ä", "a plain Ä")]
    [InlineData("folded\r\n over lines", "folded over lines")]
    public async Task Header_text_is_decoded(string field, string expected) =>
        Assert.Equal(expected, (await ReadAsync($"Subject: {field}\r\n\r\nText"))["subject"]!.GetValue<string>());

    [Fact]
    public async Task Texts_files_and_pictures_are_found_in_nested_parts()
    {
        var mail = await ReadAsync(
            """
            Subject: Nested
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="a;b"

            Preamble
            --a;b
            Content-Type: multipart/related; boundary=inner

            --inner
            Content-Type: multipart/alternative; boundary=two

            --two
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe,=20=
            Ann
            --two
            Content-Type: text/html; charset="utf-8"
            Content-Transfer-Encoding: base64

            PHA+TG9vazogPGltZyBzcmM9ImNpZDpwaWNAeCI+PC9wPg==
            --two--
            --inner
            Content-Type: image/png
            Content-ID: <pic@x>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --inner--
            --a;b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=utf-8''re%C8%9Bet; filename*1*=%C4%83.pdf
            Content-Transfer-Encoding: base64

            JVBERi0x
            --a;b--
            """
        );

        Assert.Equal("Grüße, Ann", mail["text"]!.GetValue<string>());
        Assert.Equal("<p>Look: <img src=\"data:image/png;base64,iVBORw0KGgo=\"></p>", mail["html"]!.GetValue<string>());
        Assert.Equal(
            ["image/png 8 ", "application/pdf 6 rețetă.pdf"],
            mail["attachments"]!.AsArray().Select(file => $"{file!["type"]} {file["size"]} {file["name"]}")
        );
    }

    [Fact]
    public async Task A_mail_that_is_damaged_is_shown_as_far_as_it_goes()
    {
        var without = await ReadAsync("Content-Type: multipart/mixed\r\n\r\nText");
        Assert.Equal("multipart/mixed", Assert.Single(without["attachments"]!.AsArray())!["type"]!.GetValue<string>());
        var open = await ReadAsync("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nNever closed");
        Assert.Equal("Never closed", open["text"]!.GetValue<string>());
        var broken = await ReadAsync("Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8!!x");
        Assert.StartsWith("Hello", broken["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null((await ReadAsync(""))["subject"]);
    }

    [Fact]
    public async Task Subjects_of_real_mails_are_those_that_the_gateway_reads()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Gateway", "Inbound", "Cases"), "*.eml");
        Assert.NotEmpty(files);

        var read = await ReadFilesAsync(files);

        foreach (var (file, mail) in files.Zip(read))
        {
            var expected = (await MimeMessage.LoadAsync(file)).Subject;
            Assert.Equal((file, expected), (file, mail!["subject"]?.GetValue<string>()));
        }
    }

    private async Task<JsonNode> ReadAsync(string mail)
    {
        var file = Path.Combine(_folder, "mail.eml");
        await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
        return (await ReadFilesAsync(file)).Single()!;
    }

    private static async Task<JsonArray> ReadFilesAsync(params string[] files)
    {
        var script = Path.Combine(Repository.Root, "tests", "EndToEnd", "Console", "read-mail.mjs");
        return JsonNode.Parse(await NodeProgram.RunAsync([script, .. files]))!.AsArray();
    }
}
