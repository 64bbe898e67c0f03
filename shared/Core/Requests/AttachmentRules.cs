using System.Buffers.Text;
using MimeKit;
using Postern.Contracts.Queues;
using Postern.Core.Keys;

namespace Postern.Core.Requests;

/// <summary>Validates the attachments of a queue message.</summary>
internal static class AttachmentRules
{
    /// <summary>The first attachment that is wrong; null when all are valid.</summary>
    /// <param name="attachments">The attachments of a message.</param>
    /// <param name="onThread">Whether the message is for a thread, so that attachments of it can be named.</param>
    public static ContractProblem? FindProblem(IReadOnlyList<AttachmentItem> attachments, bool onThread)
    {
        foreach (var (index, item) in attachments.Index())
        {
            if ((FindSourceProblem(item, onThread) ?? FindFileProblem(item)) is { } problem)
                return new($"attachments[{index}]{problem.Field}", problem.Reason);
        }
        return null;
    }

    private static ContractProblem? FindSourceProblem(AttachmentItem item, bool onThread)
    {
        var refers = item.Message is not null || item.Attachment is not null;
        if (refers && !onThread)
            return new(".message", "is only for posts: this mail is on no thread");
        bool[] sources = [item.Content is not null, item.Blob is not null, refers];
        if (sources.Count(given => given) != 1)
            return new("", onThread ? "needs either content, blob or message" : "needs either content or blob");
        return refers ? FindReferenceProblem(item) : FindContentProblem(item);
    }

    private static ContractProblem? FindReferenceProblem(AttachmentItem item)
    {
        if (item.Message is null || !MessageKey.IsValid(item.Message))
            return new(".message", "must be the key of a message on the thread");
        return item.Attachment is null or < 0
            ? new(".attachment", "must be the position of an attachment of the message, from 0")
            : null;
    }

    private static ContractProblem? FindContentProblem(AttachmentItem item)
    {
        if (item.Name is null)
            return new(".name", "is missing");
        if (item.Blob is not null && BlobName.FindProgramProblem(item.Blob) is { } reason)
            return new(".blob", reason);
        return item.Content is not null && !Base64.IsValid(item.Content) ? new(".content", "is not base64") : null;
    }

    private static ContractProblem? FindFileProblem(AttachmentItem item)
    {
        if (item.Name is not null && (item.Name.Length == 0 || item.Name.Any(char.IsControl)))
            return new(".name", "must not be empty or hold control characters");
        return item.Type is not null && !ContentType.TryParse(item.Type, out _)
            ? new(".type", $"'{item.Type}' is not a media type")
            : null;
    }
}
