using System.Globalization;

namespace Postern.Core.Text;

/// <summary>Parses sizes such as <c>25 MB</c>, <c>512 KB</c> or <c>1000000</c>. A KB has 1,024 bytes.</summary>
internal static class ByteSize
{
    public static bool TryParse(string text, out long bytes)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        long? unit = text[digits..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "KB" => 1 << 10,
            "MB" => 1 << 20,
            "GB" => 1 << 30,
            _ => null,
        };
        bytes = 0;
        if (unit is null || digits is 0 or > 9)
            return false;
        bytes = long.Parse(text[..digits], CultureInfo.InvariantCulture) * unit.Value;
        return bytes > 0;
    }
}
