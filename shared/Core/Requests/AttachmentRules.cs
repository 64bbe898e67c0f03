using System.Buffers.Text;
using MimeKit;
using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>What a file that goes with a message must be.</summary>
internal static class AttachmentRules
{
    public static ContractProblem? FindProblem(IReadOnlyList<AttachmentItem> attachments) =>
        attachments.FirstOrDefault(item => FindReason(item) is not null) is { } wrong
            ? new("attachments", $"'{wrong.Name}' {FindReason(wrong)}")
            : null;

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
