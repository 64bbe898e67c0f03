using System.Globalization;
using Postern.Core.Text;

namespace Postern.Core.Journal;

/// <summary>
/// Identifies an incoming mail: the time at which it was first accepted, in an encoding that sorts newest first, then a
/// hash of the name of its blob. The journal's keys follow from it.
/// </summary>
public sealed record MailId(string Value)
{
    private const int HashLength = 16;

    /// <summary>Number of partitions of a day.</summary>
    public const int Buckets = 16;

    /// <param name="received">When the mail was first accepted.</param>
    /// <param name="rawName">Name of the raw mail's blob, the same each time the mail is accepted.</param>
    public static MailId Create(DateTimeOffset received, string rawName) =>
        new(SortableTime.NewestFirst(received) + Postern.Core.Text.Hash.Of(HashLength, "mail", rawName));

    public static bool TryParse(string? text, out MailId id)
    {
        id = new MailId(text ?? "");
        return id.Value.Length == SortableTime.Length + HashLength && Base32.IsEncoded(id.Value);
    }

    /// <summary>The part that is the same each time the mail is accepted.</summary>
    public string Hash => Value[SortableTime.Length..];

    public DateTimeOffset Received => SortableTime.TryReadNewestFirst(Value, out var time) ? time : default;

    /// <summary>
    /// Journal partition: the day and one of 16 buckets, so that a busy day is spread over partitions.
    /// </summary>
    public string Partition => PartitionOf(Received, Bucket);

    private int Bucket =>
        Base32.TryDecode(Value.AsSpan(SortableTime.Length, 1), out long first) ? (int)first % Buckets : 0;

    /// <summary>The 16 partitions of a day (UTC).</summary>
    public static IEnumerable<string> PartitionsOf(DateTimeOffset day) =>
        Enumerable.Range(0, Buckets).Select(bucket => PartitionOf(day, bucket));

    public override string ToString() => Value;

    private static string PartitionOf(DateTimeOffset day, int bucket) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.UtcDateTime:yyyyMMdd}-{bucket:x}");
}
