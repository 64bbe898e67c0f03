using System.Text;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Tests.Support;

namespace Postern.Tests.Parsing;

/// <summary>Whom a From credits, and which tricks leave it credited to nobody.</summary>
public sealed class MailAuthorTests
{
    private static readonly string[] Sets = ["bounce", "auto", "reply", "senderauth"];

    [Theory]
    [InlineData("anna@x.example", "anna@x.example", null)]
    [InlineData("<anna@x.example>", "anna@x.example", null)]
    [InlineData(" Anna  Agent\t<ANNA@X.example> ", "anna@x.example", null)]
    [InlineData("\"Agent, Anna\" <anna@x.example>", "anna@x.example", "Agent, Anna")]
    [InlineData(
        "\"Anna \\\"A\\\" <anna@y.example>\" <anna@x.example>",
        "anna@x.example",
        "Anna \"A\" <anna@y.example>"
    )]
    [InlineData("Anna\n <anna@x.example>", "anna@x.example", "Anna")]
    [InlineData("Anna\r\n\t<\r\n anna@x.example>", "anna@x.example", "Anna")]
    [InlineData("anna@x.example (Anna Agent)", "anna@x.example", "Anna Agent")]
    [InlineData("Anna <anna@x.example> (Agent (of us))", "anna@x.example", "Anna")]
    [InlineData("=?utf-8?q?Ren=C3=A9e?= <renee@x.example>", "renee@x.example", "Renée")]
    [InlineData("=?utf-8?q?Agent,_Anna?= <anna@x.example>", "anna@x.example", "Agent, Anna")]
    [InlineData("Renée <renee@x.example>", "renee@x.example", "Renée")]
    [InlineData("Anna [IT] <anna@x.example>", "anna@x.example", "Anna [IT]")]
    [InlineData("Dr. A. Agent <anna@x.example>", "anna@x.example", "Dr. A. Agent")]
    [InlineData("a@b.example <a@b.example>", "a@b.example", "a@b.example")]
    [InlineData("Anna: urgent <anna@x.example>", "anna@x.example", null)]
    [InlineData("\"anna\"@x.example", "anna@x.example", null)]
    [InlineData("Anna <anna@bücher.example>", "anna@xn--bcher-kva.example", "Anna")]
    [InlineData("Anna <анна@почта.example>", "анна@xn--80a1acny.example", "Anna")]
    [InlineData("葉子 <葉子@x.example>", "葉子@x.example", "葉子")]
    [InlineData("Anna <anna+tag=1@x_1.example>", "anna+tag=1@x_1.example", "Anna")]
    [InlineData("Anna <anna@[192.0.2.1]>", "anna@[192.0.2.1]", "Anna")]
    [InlineData("👩‍💻 Anna <anna@x.example>", "anna@x.example", "👩‍💻 Anna")]
    public void An_ordinary_From_names_its_author(string from, string address, string? name)
    {
        var mail = Parse($"From: {from}\n");

        Assert.Equal(address, mail.From?.Address);
        if (name is not null)
            Assert.Equal(name, mail.From?.Name);
        Assert.Null(mail.FromProblem);
    }

    [Theory]
    [InlineData("<=?utf-8?q?anna=40mycompany.example?=>")]
    [InlineData("=?utf-8?q?anna=40mycompany.example?=")]
    [InlineData("=?utf-8?q?Anna_<anna=40mycompany.example>?=")]
    [InlineData("<=?utf-8?q?anna?=@mycompany.example>")]
    [InlineData("anna@mycompany.example, evil@evil.example")]
    [InlineData("anna@mycompany.example,")]
    [InlineData("evil, <anna@mycompany.example>")]
    [InlineData("anna@mycompany.example; evil@evil.example")]
    [InlineData("x: anna@mycompany.example, evil@evil.example;")]
    [InlineData("x: anna@mycompany.example;")]
    [InlineData("x:;")]
    [InlineData("<anna@mycompany.example> <evil@evil.example>")]
    [InlineData("<<anna@mycompany.example>>")]
    [InlineData("Anna <anna@mycompany.example> evil@evil.example")]
    [InlineData("Anna anna@mycompany.example")]
    [InlineData("<@evil.example:anna@mycompany.example>")]
    [InlineData("<@evil.example,@b.example:anna@mycompany.example>")]
    [InlineData("<anna @ mycompany.example>")]
    [InlineData("<anna@mycompany.example")]
    [InlineData("Anna anna@mycompany.example>")]
    [InlineData("\"Anna <anna@mycompany.example>")]
    [InlineData("Anna (x <anna@mycompany.example>")]
    [InlineData("<anna(evil@evil.example)@mycompany.example>")]
    [InlineData("anna(x)@mycompany.example")]
    [InlineData("anna@mycompany(x).example")]
    [InlineData("anna@evil.example(\\)@mycompany.example")]
    [InlineData("Anna \\<evil@evil.example> <anna@mycompany.example>")]
    [InlineData("<anna@evil.example@mycompany.example>")]
    [InlineData("<anna＠mycompany.example>")]
    [InlineData("＜anna@mycompany.example＞")]
    [InlineData("<anna@ｍycompany.example>")]
    [InlineData("<ａnna@mycompany.example>")]
    [InlineData("<anna@mycompany。example>")]
    [InlineData("<an\u200Bna@mycompany.example>")]
    [InlineData("<anna\u202E@mycompany.example>")]
    [InlineData("<anna@my\u00ADcompany.example>")]
    [InlineData("<anna\uFE0F@mycompany.example>")]
    [InlineData("<an\u0001na@mycompany.example>")]
    [InlineData("<anna@mycompany.example\0>")]
    [InlineData("\0<anna@mycompany.example>")]
    [InlineData("<anna@mycompany.example>\rX: <evil@evil.example>")]
    [InlineData("<anna@mycompany\u212Aexample.example>")]
    [InlineData("<anna@>")]
    [InlineData("<@mycompany.example>")]
    [InlineData("<anna@mycompany..example>")]
    [InlineData("<>")]
    [InlineData("anna")]
    [InlineData("")]
    public void A_From_that_can_be_read_in_two_ways_is_shown_and_credits_nobody(string from)
    {
        var mail = Parse($"From: {from}\nSender: anna@mycompany.example\nReply-To: anna@mycompany.example\n");

        Assert.Null(mail.From);
        Assert.NotNull(mail.FromProblem);
        Assert.NotNull(mail.FromText);
    }

    [Theory]
    [InlineData("From: anna@mycompany.example\nFrom: evil@evil.example\n")]
    [InlineData("From: anna@mycompany.example\nfrom: anna@mycompany.example\n")]
    [InlineData("From : anna@mycompany.example\nFrom: evil@evil.example\n")]
    [InlineData("From: anna@mycompany.example\nFROM:\n")]
    [InlineData("Sender: anna@mycompany.example\nReply-To: anna@mycompany.example\n")]
    [InlineData("Resent-From: anna@mycompany.example\nX-Original-From: anna@mycompany.example\n")]
    public void Only_exactly_one_From_field_names_an_author(string fields) => Assert.Null(Parse(fields).From);

    [Theory]
    [InlineData("shift_jis", "表")]
    [InlineData("gb18030", "乗")]
    [InlineData("windows-1252", "Renée")]
    [InlineData("iso-2022-jp", "葉子")]
    public void A_raw_name_in_another_charset_leaves_the_address_alone(string charset, string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var field = Encoding
            .GetEncoding(charset)
            .GetBytes($"From: \"{name}\" <anna@x.example>\nSubject: Hi\n\nHello.\n");

        Assert.Equal("anna@x.example", MailParser.Parse(field).From?.Address);
    }

    [Fact]
    public void A_raw_name_that_hides_a_bracket_from_some_readers_credits_nobody()
    {
        byte[] name = [.. "From: \"x"u8, 0x95, .. "\\\" <evil@evil.example>, \" <anna@x.example>\n\nHello.\n"u8];

        Assert.Null(MailParser.Parse(name).From);
    }

    [CorpusFact]
    public void No_single_author_of_the_corpora_is_lost()
    {
        var files = Sets.SelectMany(set => Directory.EnumerateFiles(Corpora.PathOf(set, "mails"), "*.eml"));
        var lost = files
            .Select(file => MailParser.Parse(File.ReadAllBytes(file)))
            .Where(mail => mail.From is null && mail.NamedFrom is not null)
            .Select(mail => mail.FromText!);

        // A bracket without a beginning, and two From fields.
        string[] broken =
        [
            "\"A Person\" email@example.com>",
            "EMAIL_FROM, Mail Delivery System <Mailer-Daemon@sandwich.com>",
            "CRM Comments [crm-comment@example.com]",
        ];
        Assert.Empty(lost.Except(broken));
    }

    private static IncomingMail Parse(string fields) =>
        MailParser.Parse(Encoding.UTF8.GetBytes($"{fields}Subject: Hi\n\nHello.\n"));
}
