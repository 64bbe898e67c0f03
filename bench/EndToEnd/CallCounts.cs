using System.Text.Json;
using Postern.Gateway.Storage;

namespace Postern.Bench.EndToEnd;

/// <summary>
/// The calls of one account so far: "METHOD service name", as <c>azurite.mjs</c> counts them. What the host of the
/// functions calls is told from what the gateway calls by what only the host does.
/// </summary>
/// <param name="Calls">The calls.</param>
/// <param name="Times">Microseconds from the receipt of messages to their deletion, by queue.</param>
internal sealed record CallCounts(IReadOnlyDictionary<string, long> Calls, IReadOnlyDictionary<string, long> Times)
{
    /// <summary>The host's own containers, and with them its timers.</summary>
    private const string HostContainers = "azure-webjobs-";

    /// <param name="json">What <c>azurite.mjs</c> answers.</param>
    /// <param name="account">The account.</param>
    public static CallCounts Parse(string json, string account)
    {
        var all = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, long>>>(json)!;
        return new CallCounts(Of(all["calls"], account + ' '), Of(all["times"], account + ' '));
    }

    /// <summary>The calls between two readings.</summary>
    public static CallCounts operator -(CallCounts later, CallCounts earlier) =>
        new(Difference(later.Calls, earlier.Calls), Difference(later.Times, earlier.Times));

    /// <summary>Messages that were put on a queue.</summary>
    public long Put(string queue) => Of($"POST queue {queue}/messages");

    /// <summary>Messages that are on a queue, or being worked on.</summary>
    public long Waiting(string queue) => Put(queue) - Of($"DELETE queue {queue}/messages");

    /// <summary>Runs that ended well, of the functions that queues start.</summary>
    public long Runs(string queue) => Of($"DELETE queue {queue}/messages");

    /// <summary>Messages that are on any queue of a function.</summary>
    public long WaitingInAll => QueueNames.Triggers.Sum(Waiting);

    /// <summary>Seconds of a run of the function of a queue, on average; NaN without a run.</summary>
    public double SecondsOfRun(string queue) => Times.GetValueOrDefault(queue) / 1e6 / Runs(queue);

    /// <summary>Runs of functions that queues start.</summary>
    public long RunsInAll => QueueNames.Triggers.Sum(Runs);

    /// <summary>Messages that failed as often as they may.</summary>
    public long Poisoned => QueueNames.Triggers.Sum(queue => Put(queue + QueueNames.PoisonSuffix));

    public long BlobWrites => Sum(call => call is { Service: "blob", IsRead: false } && !IsHosts(call));

    public long BlobReads => Sum(call => call is { Service: "blob", IsRead: true } && !IsHosts(call));

    public long Tables => Sum(call => call.Service == "table");

    /// <summary>Messages put: the receipts and deletions are the host's.</summary>
    public long QueuePuts => Sum(call => call is { Service: "queue", Method: "POST" });

    /// <summary>Renewals of messages and other calls for queues that are neither put, receipt nor deletion.</summary>
    public long QueueOthers => Sum(call => call is { Service: "queue", Method: not ("POST" or "GET" or "DELETE") });

    /// <summary>The gateway's own calls.</summary>
    public long Own => BlobWrites + BlobReads + Tables + QueuePuts + QueueOthers;

    private static Dictionary<string, long> Of(Dictionary<string, long> all, string start) =>
        all.Where(one => one.Key.StartsWith(start, StringComparison.Ordinal))
            .ToDictionary(one => one.Key[start.Length..], one => one.Value);

    private static Dictionary<string, long> Difference(
        IReadOnlyDictionary<string, long> later,
        IReadOnlyDictionary<string, long> earlier
    ) =>
        later
            .Select(one => (one.Key, Count: one.Value - earlier.GetValueOrDefault(one.Key)))
            .Where(one => one.Count > 0)
            .ToDictionary(one => one.Key, one => one.Count);

    private static bool IsHosts(Call call) => call.Name.StartsWith(HostContainers, StringComparison.Ordinal);

    private long Of(string call) => Calls.GetValueOrDefault(call);

    private long Sum(Func<Call, bool> which) =>
        Calls.Where(call => which(Call.Parse(call.Key))).Sum(call => call.Value);

    private sealed record Call(string Method, string Service, string Name)
    {
        public bool IsRead => Method is "GET" or "HEAD";

        public static Call Parse(string key) =>
            key.Split(' ', 3) is [var method, var service, var name]
                ? new Call(method, service, name)
                : throw new InvalidDataException($"'{key}' is no call.");
    }
}
