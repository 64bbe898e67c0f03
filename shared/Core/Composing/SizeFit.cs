using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>
/// Fits a notification into what a server takes: the largest files stay behind, and the mail says which and where they are. A
/// program's own mail is never changed.
/// </summary>
public static class SizeFit
{
    // Base64 makes four characters of three bytes, and lines of 76 with two more (RFC 2045 §6.8).
    private const double Encoding = 4.0 / 3 * 78 / 76;

    // Header, the list of what was left out, borders between the parts.
    private const long Spare = 16 << 10;

    /// <summary>The draft with fewer files; null when leaving any out would not help.</summary>
    /// <param name="draft">The mail as it was refused.</param>
    /// <param name="limit">The largest mail that the server takes, in bytes; 0 = not known, so all files stay behind.</param>
    public static MailDraft? Fit(MailDraft draft, long limit)
    {
        if (draft.Message.Outgoing is not null || draft.Files.Count == 0)
            return null;
        var room = limit - Spare - (long)((Bytes(draft.Text) + Bytes(draft.Html) * 2) * Encoding);
        var kept = new HashSet<MessageAttachment>(ReferenceEqualityComparer.Instance);
        foreach (var (file, _) in draft.Files.OrderBy(entry => entry.File.Size))
        {
            room -= (long)(file.Size * Encoding) + 512;
            if (room < 0)
                break;
            kept.Add(file);
        }
        return kept.Count == draft.Files.Count
            ? null
            : draft with
            {
                Files = [.. draft.Files.Where(entry => kept.Contains(entry.File))],
                LeftOut =
                [
                    .. draft.LeftOut,
                    .. draft.Files.Where(entry => !kept.Contains(entry.File)).Select(entry => entry.File),
                ],
            };
    }

    private static long Bytes(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
