using System.Collections.Concurrent;
using Postern.Contracts.Http;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Which servers the runs that make messages may use themselves, and how many of them at once. Such runs have other work
/// to do, and each process has connections of its own, so a slow server is left to the queue and no connection is kept
/// for long. Safe for concurrent use.
/// </summary>
internal sealed class InlineServers(SmtpConnections connections, ConnectionSlots slots, TimeProvider time)
{
    private const int MostRuns = 4;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Use> _uses = new();

    /// <summary>The right to send through a server, until it is disposed; null when it is left to the queue.</summary>
    internal InlineTurn? TryEnter(OutgoingServer server)
    {
        // With a limit of connections only those count that are there anyway.
        if ((server.Connections is not null && !slots.HasFree(server)) || connections.To(server).IsSilent)
            return null;
        var use = _uses.GetOrAdd(server.Id, _ => new Use());
        lock (use)
        {
            if (use.Runs >= MostRuns || time.GetUtcNow() < use.OffUntil)
                return null;
            use.Runs++;
        }
        return new InlineTurn(took => Measure(use, took), () => Leave(server, use));
    }

    private void Measure(Use use, TimeSpan took)
    {
        if (took <= Slow)
            return;
        lock (use)
            use.OffUntil = time.GetUtcNow() + Pause;
    }

    private void Leave(OutgoingServer server, Use use)
    {
        lock (use)
        {
            use.Runs--;
            // Those of a server with a limit of connections are closed with their slots.
            if (server.Connections is not null || use.Closes)
                return;
            use.Closes = true;
        }
        _ = CloseIdleAsync(server, use);
    }

    private async Task CloseIdleAsync(OutgoingServer server, Use use)
    {
        bool isUsed;
        do
        {
            await Task.Delay(Idle, time);
            var areLeft = await connections.CloseIdleAsync(server.Id, Idle);
            lock (use)
                use.Closes = isUsed = areLeft || use.Runs > 0;
        } while (isUsed);
    }

    private sealed class Use
    {
        public int Runs { get; set; }

        /// <summary>Whether the connections that get idle are being closed.</summary>
        public bool Closes { get; set; }

        public DateTimeOffset OffUntil { get; set; }
    }
}

/// <summary>The right of a run to send through a server.</summary>
/// <param name="measure">Takes the duration of an attempt.</param>
/// <param name="leave">Ends it.</param>
internal sealed class InlineTurn(Action<TimeSpan> measure, Action leave) : IDisposable
{
    public void Measure(TimeSpan took) => measure(took);

    public void Dispose() => leave();
}
