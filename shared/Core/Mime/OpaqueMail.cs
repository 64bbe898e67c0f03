using System.Security.Cryptography.Pkcs;
using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// S/MIME of one part (RFC 8551 §3.5, §3.3, §3.6): what is signed is inside of the signature. Text of it can be read
/// without keys, unlike that of encrypted mail.
/// </summary>
/// <param name="Content">What is inside; null when it cannot be read.</param>
/// <param name="Note">What is known of the signature, or why nothing can be read, as a sentence.</param>
internal sealed record OpaqueMail(MimeEntity? Content, string Note)
{
    private const string Damaged = "The mail is S/MIME that cannot be opened; it is attached as it came.";

    // Signed mail is copied to be verified.
    private const int Largest = 32 * 1024 * 1024;

    // Each is a signature to verify; a mail has one, or two while a program changes its algorithm.
    private const int MostSigners = 5;

    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";
    private const string CompressedData = "1.2.840.113549.1.9.16.1.9";

    public static bool Is(MimePart part) =>
        part.ContentType.MediaSubtype.ToLowerInvariant() is "pkcs7-mime" or "x-pkcs7-mime"
        || (
            part.ContentType.IsMimeType("application", "octet-stream")
            && Path.GetExtension(part.FileName ?? "").Equals(".p7m", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Opens a part that <see cref="Is"/> one.</summary>
    public static OpaqueMail Open(MimePart part, BodyReading reading)
    {
        using var buffer = new MemoryStream();
        part.Content?.DecodeTo(buffer);
        reading.Budget.Take(5 * buffer.Length);
        if (buffer.Length > Largest)
            return new OpaqueMail(null, Damaged);
        try
        {
            return Open(buffer.ToArray(), reading.Budget);
        }
        // A stranger's structure can break its reader in many ways; the file remains.
        catch (Exception e)
            when (e is not (OutOfMemoryException or OperationCanceledException or UnreadableMailException))
        {
            return new OpaqueMail(null, Damaged);
        }
    }

    private static OpaqueMail Open(byte[] encoded, ReadingBudget budget) =>
        ContentInfo.GetContentType(encoded).Value switch
        {
            SignedData => OpenSigned(encoded, budget),
            EnvelopedData or AuthEnvelopedData => new OpaqueMail(
                null,
                "The mail is encrypted (S/MIME); only a program of its recipient can read it."
            ),
            CompressedData => new OpaqueMail(null, "The mail is compressed (S/MIME) and was not opened."),
            _ => new OpaqueMail(null, Damaged),
        };

    private static OpaqueMail OpenSigned(byte[] encoded, ReadingBudget budget)
    {
        var cms = new SignedCms();
        cms.Decode(encoded);
        var content = cms.ContentInfo.Content;
        var part = MimeTree.LoadPart(content, budget) ?? (content.Length > 0 ? PlainPart(content) : null);
        return new OpaqueMail(part, StateOf(cms));
    }

    // Some programs sign the text alone, without a header.
    private static TextPart PlainPart(byte[] content) =>
        new("plain") { Content = new MimeContent(new MemoryStream(content)) };

    private static string StateOf(SignedCms cms)
    {
        if (cms.SignerInfos.Count is 0 or > MostSigners)
            return "The mail is S/MIME; it has no signature that can be checked.";
        try
        {
            cms.CheckSignature(verifySignatureOnly: true);
            return "The mail is signed (S/MIME). The signature is intact; whose certificate it is was not checked.";
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return "The mail is signed (S/MIME), but the signature does not match or cannot be checked.";
        }
    }
}
