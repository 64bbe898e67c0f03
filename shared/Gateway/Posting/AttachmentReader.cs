using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Mime;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Reads one attachment of a program's message: its bytes, its blob, or what an earlier message of the thread has.
/// </summary>
public sealed class AttachmentReader(ContentStore store, ThreadStore threads)
{
    /// <summary>The file, which the caller disposes of, or the member that names what does not exist.</summary>
    internal async Task<(ReadFile? File, ContractProblem? Problem)> ReadAsync(
        AttachmentItem item,
        ThreadKey? thread,
        CancellationToken cancellationToken
    )
    {
        if (item.Message is not null)
            return await ReadEarlierAsync(item, thread!, cancellationToken);
        var content = item.Content is { } inline
            ? SpooledContent.Of(Convert.FromBase64String(inline))
            : await store.OpenAsync(item.Blob!, cancellationToken);
        return content is null
            ? (null, new("blob", NoBlob(item.Blob!)))
            : (new ReadFile(item.Name!, item.Type ?? AttachmentItem.DefaultType, content), null);
    }

    internal static string NoBlob(string name) => $"names no blob in mail-content: '{name}'";

    // Only by its message is the gateway's own content named, so that a post shows nobody another thread's files.
    private async Task<(ReadFile? File, ContractProblem? Problem)> ReadEarlierAsync(
        AttachmentItem item,
        ThreadKey thread,
        CancellationToken cancellationToken
    )
    {
        if (await threads.FindMessageAsync(thread, item.Message!, cancellationToken) is not { } message)
            return (null, new("message", $"names no message of this thread: '{item.Message}'"));
        if (message.Attachments.ElementAtOrDefault(item.Attachment!.Value) is not { } found)
            return (null, new("attachment", $"is not below {message.Attachments.Count}, the message's attachments"));
        return await store.OpenAsync(found.Blob, cancellationToken) is { } content
            ? (new ReadFile(item.Name ?? found.Name, item.Type ?? found.Type, content), null)
            : (null, new("attachment", $"is not stored any more: '{found.Name}'"));
    }

    /// <summary>A file that can be read.</summary>
    internal sealed record ReadFile(string Name, string Type, SpooledContent Content);
}
