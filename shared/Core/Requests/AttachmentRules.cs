using System.Buffers.Text;
using MimeKit;
using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>Validates the attachments of a queue message.</summary>
internal static class AttachmentRules
{
    public static ContractProblem? FindProblem(IReadOnlyList<AttachmentItem> attachments)
    {
        foreach (var item in attachments)
        {
            if (FindReason(item) is { } reason)
                return new("attachments", $"'{item.Name}' {reason}");
        }
        return null;
    }

    private static string? FindReason(AttachmentItem item)
    {
        if (item.Name.Length == 0 || item.Name.Any(char.IsControl))
            return "needs a name without control characters";
        if (!ContentType.TryParse(item.Type, out _))
            return $"has the type '{item.Type}', which is not a media type";
        if (item.Content is null == item.Blob is null)
            return "needs either content or blob";
        return item.Content is not null && !Base64.IsValid(item.Content) ? "has content that is not base64" : null;
    }
}
