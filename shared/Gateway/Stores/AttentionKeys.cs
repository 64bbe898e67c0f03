using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Gateway.Stores;

/// <summary>
/// Ids of attention items, which are the row keys: the time, newest first, and a hash of what the item is about. The
/// same matter always has the same id, so it is listed once.
/// </summary>
internal static class AttentionKeys
{
    /// <summary>Number of partitions.</summary>
    public const int Buckets = 4;

    private const int HashLength = 16;

    public static string OfMessage(string queue, string message, DateTimeOffset since, string identity) =>
        SortableTime.NewestFirst(since) + Hash.Of(HashLength, queue, identity, message);

    public static string OfMail(string mailId, DateTimeOffset received) =>
        SortableTime.NewestFirst(received) + Hash.Of(HashLength, "mail", mailId);

    public static string OfDelivery(ThreadMessage message, MessageDelivery delivery)
    {
        var reference = delivery.Reference(message.Thread.Key).ToString();
        return SortableTime.NewestFirst(message.Time) + Hash.Of(HashLength, "delivery", reference);
    }

    /// <summary>The column that items about a program's message are found by.</summary>
    public static string OfPost(string id) => Hash.Of(HashLength, "post", id);

    public static string OfServer(string server, DateTimeOffset day) =>
        SortableTime.NewestFirst(day) + Hash.Of(HashLength, "server", server);

    public static bool IsId(string id) => id.Length == SortableTime.Length + HashLength && Base32.IsEncoded(id);

    public static string Partition(int bucket) => $"b{bucket}";

    public static string PartitionOf(string id) =>
        Base32.TryDecode(id.AsSpan(SortableTime.Length, 1), out long first)
            ? Partition((int)(first % Buckets))
            : Partition(0);
}
