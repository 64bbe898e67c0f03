namespace Postern.Tests.Inbound;

/// <summary>Calls to storage by the price that they have.</summary>
internal sealed record StorageCost(int BlobWrites, int BlobReads, int Tables, int Queues)
{
    /// <param name="calls">Method and path, as <see cref="Postern.Tests.Servers.StorageFaults"/> counts them.</param>
    public static StorageCost Of(IReadOnlyCollection<string> calls)
    {
        var blobs = calls
            .Where(call =>
                call.Contains("/mail-raw/", StringComparison.Ordinal)
                || call.Contains("/mail-content/", StringComparison.Ordinal)
            )
            .ToList();
        var (reads, queues) = (
            blobs.Count(call =>
                call.StartsWith("GET", StringComparison.Ordinal) || call.StartsWith("HEAD", StringComparison.Ordinal)
            ),
            calls.Count(call => call.Contains("/messages", StringComparison.Ordinal))
        );
        return new StorageCost(blobs.Count - reads, reads, calls.Count - blobs.Count - queues, queues);
    }

    public static StorageCost operator +(StorageCost one, StorageCost other) =>
        new(
            one.BlobWrites + other.BlobWrites,
            one.BlobReads + other.BlobReads,
            one.Tables + other.Tables,
            one.Queues + other.Queues
        );
}
