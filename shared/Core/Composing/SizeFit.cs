using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>
/// Fits a notification into the size that a server accepts: the largest files are left out, and the mail says which and
/// where to find them. A program's own mail is never changed.
/// </summary>
public static class SizeFit
{
    // Base64 encodes three bytes as four characters, in lines of 76 with CRLF (RFC 2045 §6.8).
    private const double Base64Growth = 4.0 / 3 * 78 / 76;

    // Bytes for the header, the list of files that are left out, and the boundaries between the parts.
    private const long Reserve = 16 << 10;
    private const long PartHeader = 512;

    /// <summary>The draft with fewer files; null when leaving any out would not help.</summary>
    /// <param name="draft">The mail that was refused.</param>
    /// <param name="limit">
    /// The largest size that the server accepts, in bytes; 0 = not known, so that no file is kept.
    /// </param>
    public static MailDraft? Fit(MailDraft draft, long limit)
    {
        if (draft.Message.Outgoing is not null || draft.Files.Count == 0)
            return null;
        var kept = SmallestWithin(limit - Reserve - BodySize(draft), draft);
        if (kept.Count == draft.Files.Count)
            return null;
        var leftOut = draft.Files.Select(entry => entry.File).Where(file => !kept.Contains(file));
        return draft with
        {
            Files = [.. draft.Files.Where(entry => kept.Contains(entry.File))],
            LeftOut = [.. draft.LeftOut, .. leftOut],
        };
    }

    // By reference: two files of one message may be equal.
    private static HashSet<MessageAttachment> SmallestWithin(long room, MailDraft draft)
    {
        var kept = new HashSet<MessageAttachment>(ReferenceEqualityComparer.Instance);
        foreach (var file in draft.Files.Select(entry => entry.File).OrderBy(file => file.Size))
        {
            room -= (long)(file.Size * Base64Growth) + PartHeader;
            if (room < 0)
                break;
            kept.Add(file);
        }
        return kept;
    }

    private static long BodySize(MailDraft draft) => (long)((Bytes(draft.Text) + Bytes(draft.Html) * 2) * Base64Growth);

    private static long Bytes(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
