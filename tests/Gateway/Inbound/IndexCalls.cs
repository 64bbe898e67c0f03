namespace Postern.Tests.Inbound;

/// <summary>
/// The calls that write rows by which threads and deliveries are found. They are counted apart: one for each delivery, and
/// one for each thread and day.
/// </summary>
internal static class IndexCalls
{
    /// <param name="call">Method and path, as <see cref="Postern.Tests.Servers.StorageFaults"/> counts them.</param>
    public static bool IsOne(string call) => IsOfDelivery(call) || IsOfThread(call);

    public static bool IsOfDelivery(string call) =>
        Uri.UnescapeDataString(call).Contains("RowKey='out:", StringComparison.Ordinal);

    public static bool IsOfThread(string call) => call.Contains("(PartitionKey='recent-", StringComparison.Ordinal);
}
