using System.Text;
using Postern.Core.Charsets;
using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Mime;

public class HeaderTextTests
{
    private static byte[] Gbk(string text) => CharsetNames.Find("gbk")!.GetBytes(text);

    [Fact]
    public void Raw_octets_are_read_in_the_charset_that_the_mail_names()
    {
        var mail = Parse([
            .. "From: "u8,
            .. Gbk("李娜"),
            .. " <li@c.example>\nTo: "u8,
            .. Gbk("支持"),
            .. " <support@mycompany.example>\nSubject: "u8,
            .. Gbk("水泵故障"),
            .. "\nContent-Type: text/plain; charset=GBK\n\n"u8,
            .. Gbk("坏了"),
        ]);

        Assert.Equal(("李娜", "li@c.example"), (mail.From?.Name, mail.From?.Address));
        Assert.Equal(("支持", "水泵故障", "坏了"), (mail.To[0].Name, mail.Subject, mail.Text));
        Assert.Equal(
            "Text that names no charset, or a wrong one, was read as gb18030.",
            Assert.Single(mail.ReadingNotes)
        );
    }

    [Theory]
    [InlineData("Größe und Gewicht", "iso-8859-1")]
    [InlineData("Вопрос по счёту", "koi8-r")]
    [InlineData("Вопрос по счёту", "windows-1251")]
    [InlineData("Prośba o wycenę", "windows-1250")]
    [InlineData("お見積りの件", "shift_jis")]
    [InlineData("견적 문의드립니다", "euc-kr")]
    public void Raw_octets_without_any_label_are_read_by_their_letters(string subject, string charset)
    {
        var mail = Parse([
            .. "From: a@b.example\nSubject: "u8,
            .. CharsetNames.Find(charset)!.GetBytes(subject),
            .. "\n\nhello"u8,
        ]);

        Assert.Equal(subject, mail.Subject);
        Assert.Single(mail.ReadingNotes);
    }

    [Fact]
    public void Raw_ISO_2022_JP_is_read_in_a_field_and_in_a_name()
    {
        const string raw = "\u001b$B;n83\u001b(B";
        var mail = Parse(Encoding.ASCII.GetBytes($"From: {raw} <a@b.example>\nSubject: Re: {raw}\n\nhello"));

        Assert.Equal(("Re: 試験", "試験", "a@b.example"), (mail.Subject, mail.From?.Name, mail.From?.Address));
        Assert.Empty(mail.ReadingNotes);
    }

    [Theory]
    [InlineData("=?x-gbk?B?xOO6ww==?=", "你好")]
    [InlineData("=?cp1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет")]
    [InlineData("=?iso-8859-16?Q?=AAtefan?=", "Ștefan")]
    [InlineData("=?utf-8?B?5L2?= =?utf-8?B?g5aW9?=", null)]
    [InlineData("=?utf-8?Q?=E4=BD?= =?utf-8?Q?=A0?=", "你")]
    [InlineData("=?utf-8?Q?=E4=BD?=\n =?UTF-8?Q?=A0=E5=A5=BD?=", "你好")]
    [InlineData("=?gb2312?B?xOM=?= =?gb2312?B?usM=?=", "你好")]
    [InlineData("=?gb2312?B?xA==?= =?gb2312?B?47rD?=", "你好")]
    [InlineData("=?iso-2022-jp?B?GyRCO244MxsoQg==?=", "試験")]
    [InlineData("=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?utf-8?Q?Gr=FC=DFe?= an alle", "Grüße an alle")]
    [InlineData("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?iso-8859-1?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?unknown-8bit?Q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("a =?q?x", "a =?q?x")]
    public void Encoded_words_are_read_whatever_their_charset_is_called(string written, string? subject)
    {
        var mail = Parse(Encoding.ASCII.GetBytes($"From: a@b.example\nSubject: {written}\n\nhello"));

        if (subject is not null)
            Assert.Equal(subject, mail.Subject);
        Assert.DoesNotContain("\uFFFD\uFFFD\uFFFD", mail.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attachment; filename*=utf-8''%E4%BD%A0.pdf", "你.pdf")]
    [InlineData("attachment; filename*=x-gbk''%C4%E3.pdf", "你.pdf")]
    [InlineData("attachment; filename*0*=utf-8''%E4%BD; filename*1*=%A0; filename*2=.pdf", "你.pdf")]
    [InlineData("attachment; filename*0=\"long \"; filename*1=\"name.pdf\"", "long name.pdf")]
    [InlineData("attachment; filename=\"=?x-gbk?B?xOM=?=.pdf\"", "你.pdf")]
    [InlineData("attachment; filename=\"=?utf-8?Q?=E4=BD?= =?utf-8?Q?=A0.pdf?=\"", "你.pdf")]
    [InlineData("attachment; filename=\"plain.pdf\"; filename*=iso-8859-16''%AAtefan.pdf", "Ștefan.pdf")]
    [InlineData("filename=plain.pdf", "plain.pdf")]
    [InlineData("filename=\"two words.pdf\"", "two words.pdf")]
    public void Names_of_files_are_read_in_every_form(string disposition, string name) =>
        Assert.Equal(name, FileOf(Encoding.ASCII.GetBytes(disposition)));

    [Fact]
    public void A_raw_name_of_a_file_is_read_as_the_text_is() =>
        Assert.Equal("报价.pdf", FileOf([.. "attachment; filename=\""u8, .. Gbk("报价"), .. ".pdf\""u8]));

    private static string FileOf(byte[] disposition) =>
        Assert
            .Single(
                Parse([
                    .. "From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"u8,
                    .. "Content-Type: text/plain; charset=gbk\n\nhello\n--B\nContent-Type: application/pdf\n"u8,
                    .. "Content-Disposition: "u8,
                    .. disposition,
                    .. "\n\nx\n--B--\n"u8,
                ]).Attachments
            )
            .FileName;

    private static IncomingMail Parse(byte[] raw) => MailParser.Parse(raw);
}
