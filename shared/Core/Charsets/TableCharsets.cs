using System.Text;

namespace Postern.Core.Charsets;

/// <summary>
/// The parts of ISO 8859 that .NET does not have: Nordic (10), Celtic (14) and South-East European (16), by their names
/// and the numbers that Windows gives to the parts.
/// </summary>
internal sealed class TableCharsets : EncodingProvider
{
    public static readonly TableCharsets Instance = new();

    private static readonly TableCharset[] All =
    [
        new(
            "iso-8859-10",
            28600,
            "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏ"
                + "ÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ"
        ),
        new(
            "iso-8859-14",
            28604,
            "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
                + "ŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ"
        ),
        new(
            "iso-8859-16",
            28606,
            "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ"
                + "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ"
        ),
    ];

    private TableCharsets() { }

    public override Encoding? GetEncoding(string name) =>
        Array.Find(All, charset => charset.WebName.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override Encoding? GetEncoding(int codepage) => Array.Find(All, charset => charset.CodePage == codepage);
}
