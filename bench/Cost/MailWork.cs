namespace Postern.Bench.Cost;

/// <summary>What one mail of a kind makes, as measured.</summary>
/// <param name="Name">The kind.</param>
/// <param name="BlobWrites">The gateway's calls that write blobs.</param>
/// <param name="BlobReads">Those that read blobs.</param>
/// <param name="Tables">Those to tables.</param>
/// <param name="Messages">Messages put on queues; the host takes each off and deletes it.</param>
/// <param name="OtherQueueCalls">Further calls for queues.</param>
/// <param name="Deliveries">Notifications.</param>
/// <param name="Runs">Runs a mail of each function that took part.</param>
internal sealed record MailWork(
    string Name,
    double BlobWrites,
    double BlobReads,
    double Tables,
    double Messages,
    double OtherQueueCalls,
    int Deliveries,
    IReadOnlyList<FunctionRuns> Runs
)
{
    /// <summary>The gateway's own calls.</summary>
    public double OwnCalls => BlobWrites + BlobReads + Tables + Messages + OtherQueueCalls;

    /// <summary>With the two of the host for each message.</summary>
    public double Calls => OwnCalls + (2 * Messages);
}
