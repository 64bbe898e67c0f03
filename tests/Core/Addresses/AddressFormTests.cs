using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Parsing;
using Postern.Core.Reports.Reading;

namespace Postern.Tests.Addresses;

/// <summary>One mailbox has one address, in whatever form programs write it.</summary>
public sealed class AddressFormTests
{
    [Theory]
    [InlineData("\"ida\"@buyer.example", "ida@buyer.example")]
    [InlineData("\"Ida.B\"@buyer.example", "ida.b@buyer.example")]
    [InlineData("\"i\\da\"@buyer.example", "ida@buyer.example")]
    [InlineData("\"ida..b\"@docomo.example", "ida..b@docomo.example")]
    [InlineData("ida..b.@docomo.example", "ida..b.@docomo.example")]
    [InlineData(".ida@docomo.example", ".ida@docomo.example")]
    [InlineData("'ida@buyer.example'", "ida@buyer.example")]
    [InlineData("\"ida b\"@buyer.example", "\"ida b\"@buyer.example")]
    [InlineData("\"ida@home\"@buyer.example", "\"ida@home\"@buyer.example")]
    [InlineData("o'ida@buyer.example", "o'ida@buyer.example")]
    public void An_address_has_one_form_whatever_its_local_part_is_written_as(string text, string canonical) =>
        Assert.Equal(canonical, EmailAddress.Canonical(text));

    [Theory]
    [InlineData("ida..b@docomo.example", "\"ida..b\"@docomo.example")]
    [InlineData("ida.@docomo.example", "\"ida.\"@docomo.example")]
    [InlineData(".ida@docomo.example", "\".ida\"@docomo.example")]
    [InlineData("ida.b@docomo.example", "ida.b@docomo.example")]
    public void Dots_that_no_dot_atom_has_are_sent_in_quotes(string canonical, string written)
    {
        var address = EmailAddress.Parse(canonical);

        Assert.Equal((canonical, written), (address.Address, address.ToMailbox().Address));
        Assert.Equal(written, EmailAddress.Written(canonical));
    }

    [Theory]
    [InlineData("\"ida\"@buyer.example", "ida@buyer.example")]
    [InlineData("Ida <\"ida\"@buyer.example>", "ida@buyer.example")]
    [InlineData("ida..b@docomo.example", "ida..b@docomo.example")]
    [InlineData("Ida <ida.@docomo.example>", "ida.@docomo.example")]
    [InlineData("Ida <.ida@docomo.example>", ".ida@docomo.example")]
    [InlineData("<'ida@buyer.example'>", "ida@buyer.example")]
    [InlineData("'ida@buyer.example'", "ida@buyer.example")]
    [InlineData("\"'ida@buyer.example'\" <'ida@buyer.example'>", "ida@buyer.example")]
    public void Every_field_reads_an_odd_form_as_the_address_that_it_means(string text, string address)
    {
        var mail = MailParser.Parse(Encoding($"From: {text}\nTo: {text}, \"support\"@mycompany.example\n\nHi\n"));

        Assert.Equal(address, mail.From?.Address);
        Assert.Equal([address, "support@mycompany.example"], mail.To.Select(to => to.Address));
    }

    [Theory]
    [InlineData("rfc822; \"ida..b\"@docomo.example", "ida..b@docomo.example")]
    [InlineData("rfc822;<\"ida..b\"@docomo.example>", "ida..b@docomo.example")]
    [InlineData("rfc822; ida..b@docomo.example", "ida..b@docomo.example")]
    [InlineData("rfc822; \"ida@buyer.example\"", "ida@buyer.example")]
    public void A_bounce_of_such_an_address_is_counted_for_it(string field, string address) =>
        Assert.Equal(address, ReportAddress.Read(field));

    [Property(Arbitrary = [typeof(LocalPartsOfAtoms)])]
    public bool Quotes_that_only_dots_need_change_no_address_and_what_is_sent_is_read_back(OddLocalPart local)
    {
        var plain = EmailAddress.Canonical($"{local.Text}@x.example");
        var quoted = EmailAddress.Canonical($"\"{local.Text}\"@x.example");
        var header = new InternetAddressList { EmailAddress.Parse($"\"{local.Text}\"@x.example").ToMailbox() };
        var read = MailParser.Parse(Encoding($"To: {header}\n\nHi\n")).To;

        return plain is not null && plain == quoted && read is [var one] && one.Address == plain;
    }

    private static byte[] Encoding(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}

/// <summary>A local part of atoms and dots in any order.</summary>
public sealed record OddLocalPart(string Text);

/// <summary>Generates them.</summary>
public static class LocalPartsOfAtoms
{
    public static Arbitrary<OddLocalPart> LocalPart() =>
        Arb.From(
            from characters in Gen.Elements([.. "abZ09.-_+!#$%&*/=?^`{|}~.'"]).NonEmptyListOf()
            where characters.Count <= 40
            select new OddLocalPart(string.Concat(characters))
        );
}
