using System.Buffers;
using System.Text;

namespace Postern.Core.Migration;

/// <summary>
/// The text of an export. Odoo writes UTF-8; a spreadsheet that saved it anew may have written UTF-16, or Windows-1250
/// or -1252, whatever the computer is set to.
/// </summary>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="Guess">The charset that was guessed; null where the file says it.</param>
internal sealed record ExportText(string Text, string? Guess)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    // Letters of Romanian in Windows-1250 (ă, ş, ţ), which are signs or Portuguese in Windows-1252.
    private static readonly SearchValues<byte> Romanian = SearchValues.Create(0xC3, 0xE3, 0xAA, 0xBA, 0xDE, 0xFE);

    /// <exception cref="OdooImportException">It is a workbook, or no text.</exception>
    public static ExportText Of(OdooUpload upload)
    {
        var bytes = upload.Content.Span;
        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new OdooImportException(
                upload.FileName,
                "is an Excel file; export it as CSV, or save it as 'CSV UTF-8 (comma delimited)'"
            );
        var read = Read(bytes);
        return read.Text.Contains('\0', StringComparison.Ordinal)
            ? throw new OdooImportException(upload.FileName, "is no text: it must be a CSV file")
            : read;
    }

    private static ExportText Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return new ExportText(Encoding.Unicode.GetString(bytes[2..]), null);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new ExportText(Encoding.BigEndianUnicode.GetString(bytes[2..]), null);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        try
        {
            return new ExportText(Utf8.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            var page = bytes.IndexOfAny(Romanian) >= 0 ? 1250 : 1252;
            return new ExportText(
                CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetString(bytes),
                $"Windows-{page}"
            );
        }
    }
}
