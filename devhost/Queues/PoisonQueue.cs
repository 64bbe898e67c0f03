using Azure.Storage.Queues;

namespace Postern.DevHost.Queues;

/// <summary>The queue for messages that failed too often.</summary>
internal static class PoisonQueue
{
    private const string Suffix = "-poison";
    private const int LongestName = 63;

    /// <summary>
    /// The name of the poison queue; <c>null</c> for a queue that is a poison queue itself, or whose name is too long
    /// for the suffix. A message that fails there is visible again when its lease ends, for ever.
    /// </summary>
    public static string? NameFor(string queue) =>
        queue.EndsWith(Suffix, StringComparison.Ordinal) || queue.Length + Suffix.Length > LongestName
            ? null
            : queue + Suffix;

    /// <summary>Copies the text as it is, then deletes: a crash in between leaves it in both queues.</summary>
    public static async Task MoveAsync(
        QueueClient from,
        QueueClient to,
        string messageId,
        string popReceipt,
        string text
    )
    {
        await to.CreateIfNotExistsAsync();
        await to.SendMessageAsync(text);
        await from.DeleteMessageAsync(messageId, popReceipt);
    }
}
