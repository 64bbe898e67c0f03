using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// Reads a text as it came and without the banners before it and the footers after it. White space counts as one
/// space: transfer encodings, line ends and format=flowed change it.
/// </summary>
internal static class TextReadings
{
    private const int HashLength = 20;
    private const int BlockLength = 512;

    // Characters. A longer text is a program's, and compared as it came.
    private const int LongestRead = 256 * 1024;

    public static ContentReadings Of(string text, bool fromList, ReadingBudget budget)
    {
        var isShort = text.Length <= LongestRead;
        List<AddedText> starts = [new(0, Sure: true), .. isShort ? Banners.EndsOf(text) : []];
        List<AddedText> ends = [new(text.Length, Sure: true), .. isShort ? Footers.StartsOf(text, fromList) : []];
        // What stands between a banner's rules is no footer.
        var begins = starts.Where(start => start.Sure).Max(start => start.At);
        ends.RemoveAll(end => end.At <= begins && end.At < text.Length);
        var (sure, possible) = (new List<string>(), new List<string>());
        foreach (var start in starts)
        {
            foreach (var end in ends.Where(end => end.At > start.At || end.At == text.Length))
            {
                budget.Take(end.At - start.At);
                (start.Sure && end.Sure ? sure : possible).Add(HashOf(text.AsSpan(start.At..end.At)));
            }
        }
        return new ContentReadings([.. sure.Distinct()], [.. possible.Distinct().Except(sure)]);
    }

    private static string HashOf(ReadOnlySpan<char> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<char> block = stackalloc char[BlockLength];
        var (length, inSpace) = (0, false);
        foreach (var c in text.Trim())
        {
            var isSpace = char.IsWhiteSpace(c);
            if (isSpace && inSpace)
                continue;
            inSpace = isSpace;
            block[length++] = isSpace ? ' ' : c;
            if (length < BlockLength)
                continue;
            hash.AppendData(MemoryMarshal.AsBytes(block));
            length = 0;
        }
        hash.AppendData(MemoryMarshal.AsBytes(block[..length]));
        return Base32.Encode(hash.GetHashAndReset(), HashLength);
    }
}

/// <summary>A place up to which, or from which on, a text was added.</summary>
/// <param name="At">Index in the text.</param>
/// <param name="Sure">Whether the added text shows that a machine wrote it.</param>
internal readonly record struct AddedText(int At, bool Sure);
