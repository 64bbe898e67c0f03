using System.Text;
using Postern.Core.Migration;

namespace Postern.Tests.Migration;

/// <summary>More contacts than one file may have.</summary>
public sealed class OdooPartsTests
{
    [Fact]
    [Trait("Speed", "Long")]
    public void Sixty_thousand_contacts_are_several_files_each_of_which_can_be_planned()
    {
        var text = new StringBuilder("name,email,mobile\n");
        for (var number = 0; number < 60_000; number++)
            text.Append("Ștefan nr. ").Append(number).Append(",person.").Append(number).Append("@customer.example,x\n");
        OdooUpload[] uploads =
        [
            Exports.Upload("res.partner.csv", text.ToString()),
            Exports.Upload("ir.config_parameter.csv", "key,value\nmail.catchall.domain,example.com\n"),
        ];
        var first = Exports.Read(uploads);
        Assert.InRange(first.Parts, 2, 10);
        Assert.Equal(60_000, first.Counts["contacts"]);
        Assert.Contains("?part= asks for another", first.ToString(), StringComparison.Ordinal);
        var contacts = 0;
        for (var part = 1; part <= first.Parts; part++)
        {
            var read = Exports.Read(uploads, part);
            Assert.InRange(Encoding.UTF8.GetByteCount(read.ToYaml()), 1000, 4 << 20);
            contacts += Exports.Plan(read).Changes.Count(change => change.Section == "contacts");
            Assert.Equal(part == 1, read.Yaml.Contains("aliasDomains", StringComparison.Ordinal));
        }
        Assert.Equal(60_000, contacts);
        Assert.Throws<OdooImportException>(() => Exports.Read(uploads, first.Parts + 1));
    }
}
