using System.Text;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Core.Reports;
using Postern.Core.Reports.Reading;

namespace Postern.Tests.Parsing;

/// <summary>Fields whose text people see, with characters that they do not see.</summary>
public sealed class ShownFieldsTests
{
    [Fact]
    public void Names_subjects_and_file_names_are_read_without_characters_that_hide_or_turn_text()
    {
        var mail = Parse(
            "From: \"Anna\u202E\u200B\u2028Agent\" <anna@mycompany.example>\n"
                + "Subject: in\u2066voice\u2069 می\u200Cخواهم\u0085x\n"
                + "Content-Disposition: attachment; filename=\"invoice\u202Efdp.exe\"\n"
                + "Content-Type: application/octet-stream\n"
        );

        Assert.Equal("Anna Agent", mail.From!.Name);
        Assert.Equal("Anna Agent", mail.FromText!.Split(" <")[0].Trim('"'));
        Assert.Equal("invoice می\u200Cخواهم x", mail.Subject);
        Assert.Equal("invoicefdp.exe", mail.Attachments[0].FileName);
    }

    [Fact]
    public void Comments_in_a_malformed_address_field_nest() =>
        Assert.Equal(
            ["anna@mycompany.example", "carl@customer.example"],
            Parse("From: x\nTo: anna@mycompany.example (a (b), eve@evil.example); carl@customer.example; \"x\n")
                .To.Select(address => address.Address)
                .Order()
        );

    [Fact]
    public void A_text_for_people_keeps_what_is_beyond_the_first_plane_and_is_cut_between_characters()
    {
        Assert.Equal("Postfach 📪 voll", BounceWords.Cut("Postfach\r\n\0📪  voll", 100));
        Assert.Equal("a", BounceWords.Cut("a📪", 2));
        Assert.Equal(new string('a', 499) + "…", ReportText.OneLine(new string('a', 499) + "📪 and more"));
        Assert.Equal(new string('a', 999), new NoticeText(new string('a', 999) + "📪").Text);
    }

    private static IncomingMail Parse(string header) => MailParser.Parse(Encoding.UTF8.GetBytes($"{header}\nHello.\n"));
}
