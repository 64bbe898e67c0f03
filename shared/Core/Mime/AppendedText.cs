using System.Buffers;

namespace Postern.Core.Mime;

/// <summary>
/// Text that relays have appended to data in base64 as it is, such as the footer of a list: a decoder would take its
/// letters for data or drop them.
/// </summary>
internal static class AppendedText
{
    // Data of which a line is damaged goes on in lines as long as these.
    private const int LongLine = 60;

    private static readonly SearchValues<byte> Base64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8
    );

    /// <summary>Where it begins; the length of the data when there is none.</summary>
    public static int StartOf(ReadOnlySpan<byte> encoded)
    {
        var start = encoded.Length;
        foreach (var range in encoded.Split((byte)'\n'))
        {
            var line = encoded[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
                continue;
            var isData = line.IndexOfAnyExcept(Base64) < 0;
            if (isData && line.Length >= LongLine)
                start = encoded.Length;
            else if (!isData && start == encoded.Length)
                start = range.Start.Value;
        }
        return start;
    }
}
