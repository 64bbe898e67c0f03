using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Mime;

/// <summary>
/// Reads the name of a file from a parameter in the form of RFC 2231: octets in a charset, divided into pieces between
/// any two octets.
/// </summary>
internal static partial class ExtendedName
{
    // RFC 2231 §4: charset, language, octets.
    private const int Apostrophes = 2;

    private readonly record struct Piece(int Number, bool IsExtended, string Value);

    /// <summary>The name; null when the value of the field has none that names its charset.</summary>
    public static string? Read(byte[] value, MailCharsets charsets)
    {
        var pieces = Pieces(Encoding.UTF8.GetString(value));
        if (pieces is not [{ IsExtended: true } first, ..])
            return null;
        var parts = first.Value.Split('\'', Apostrophes + 1);
        if (parts.Length <= Apostrophes || parts[0].Length == 0)
            return null;
        var bytes = new List<byte>(Octets(parts[Apostrophes]));
        foreach (var piece in pieces.Skip(1))
            bytes.AddRange(piece.IsExtended ? Octets(piece.Value) : Encoding.UTF8.GetBytes(piece.Value));
        return charsets.Decode(bytes.ToArray(), parts[0]);
    }

    private static List<Piece> Pieces(string value) =>
        [.. PieceOfName().Matches(value).Select(Of).DistinctBy(piece => piece.Number).OrderBy(piece => piece.Number)];

    private static Piece Of(Match match)
    {
        var number = match.Groups["number"];
        var isWhole = !number.Success;
        return new Piece(
            isWhole ? 0 : int.Parse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            isWhole || match.Groups["extended"].Success,
            match.Groups["value"].Value.Trim('"')
        );
    }

    private static byte[] Octets(string escaped)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var isEscape =
                bytes[i] == '%'
                && i + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[i + 1])
                && char.IsAsciiHexDigit((char)bytes[i + 2]);
            if (!isEscape)
            {
                bytes[length++] = bytes[i];
                continue;
            }
            bytes[length++] = (byte)((Hex(bytes[i + 1]) << 4) | Hex(bytes[i + 2]));
            i += 2;
        }
        return bytes[..length];
    }

    private static int Hex(byte digit) => Convert.FromHexString(['0', (char)digit])[0];

    [GeneratedRegex(
        """[;\s](?:file)?name\*(?:(?<number>[0-9]{1,4})(?<extended>\*)?)?\s*=\s*(?<value>"[^"]*"|[^;\s]*)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex PieceOfName();
}
