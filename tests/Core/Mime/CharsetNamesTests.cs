using Postern.Core.Charsets;

namespace Postern.Tests.Mime;

public class CharsetNamesTests
{
    [Theory]
    [InlineData("utf8", "utf-8")]
    [InlineData("\"UTF-8\"", "utf-8")]
    [InlineData("charset=utf-8", "utf-8")]
    [InlineData("utf-8;", "utf-8")]
    [InlineData("x-gbk", "gb18030")]
    [InlineData("GB2312", "gb18030")]
    [InlineData("gb_2312-80", "gb18030")]
    [InlineData("cp936", "gb18030")]
    [InlineData("ISO_8859-1:1987", "windows-1252")]
    [InlineData("iso8859-1", "windows-1252")]
    [InlineData("8859-15", "iso-8859-15")]
    [InlineData("latin2", "iso-8859-2")]
    [InlineData("csISOLatin2", "iso-8859-2")]
    [InlineData("latin-9", "iso-8859-15")]
    [InlineData("ISO-8859-10", "iso-8859-10")]
    [InlineData("latin8", "iso-8859-14")]
    [InlineData("iso-8859-16", "iso-8859-16")]
    [InlineData("iso-8859-8-i", "iso-8859-8")]
    [InlineData("iso-8859-11", "windows-874")]
    [InlineData("TIS-620", "windows-874")]
    [InlineData("windows1251", "windows-1251")]
    [InlineData("x-cp1251", "windows-1251")]
    [InlineData("win-1250", "windows-1250")]
    [InlineData("cp866", "cp866")]
    [InlineData("IBM-850", "ibm850")]
    [InlineData("KOI8-U", "koi8-u")]
    [InlineData("x-sjis", "shift_jis")]
    [InlineData("MS932", "shift_jis")]
    [InlineData("Windows-31J", "shift_jis")]
    [InlineData("euc_jp", "euc-jp")]
    [InlineData("ks_c_5601-1987", "ks_c_5601-1987")]
    [InlineData("KSC5601", "ks_c_5601-1987")]
    [InlineData("x-windows-949", "ks_c_5601-1987")]
    [InlineData("big5-hkscs", "big5")]
    [InlineData("iso-2022-jp-2", "iso-2022-jp")]
    [InlineData("macintosh", "macintosh")]
    [InlineData("x-mac-roman", "macintosh")]
    [InlineData("x-mac-centraleurroman", null)]
    [InlineData("mac-cyrillic", "x-mac-cyrillic")]
    [InlineData("unicode-1-1-utf-7", "utf-7")]
    [InlineData("us-ascii", "us-ascii")]
    [InlineData("unknown-8bit", null)]
    [InlineData("cp99999", null)]
    [InlineData("latin99", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Charsets_are_found_by_the_names_that_programs_write(string? name, string? charset) =>
        Assert.Equal(charset, CharsetNames.Find(name)?.WebName);

    [Theory]
    [InlineData("iso-8859-10", 0xBD, '―')]
    [InlineData("iso-8859-10", 0xFF, 'ĸ')]
    [InlineData("iso-8859-14", 0xA1, 'Ḃ')]
    [InlineData("iso-8859-14", 0xDE, 'Ŷ')]
    [InlineData("iso-8859-16", 0xAA, 'Ș')]
    [InlineData("iso-8859-16", 0xFE, 'ț')]
    [InlineData("iso-8859-16", 0xA4, '€')]
    public void The_parts_of_ISO_8859_that_NET_lacks_have_their_characters(string name, int octet, char character)
    {
        var charset = CharsetNames.Find(name)!;
        var all = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();

        Assert.Equal(character, charset.GetString([(byte)octet])[0]);
        Assert.Equal(all, charset.GetBytes(charset.GetString(all)));
    }
}
