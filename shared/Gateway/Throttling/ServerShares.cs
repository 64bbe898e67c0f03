using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Keeps the runs of this process free for other servers while one answers slowly or not at all. Safe for concurrent
/// use.
/// </summary>
public sealed class ServerShares(RunShares shares, SmtpConnections connections, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<Place, ServerPace> _paces = [];
    private readonly Dictionary<Place, Bookings> _bookings = [];
    private TaskCompletionSource _ended = NewSignal();

    /// <summary>
    /// Lets a mail be sent through the server, or returns when and why to try again. Of a server that has not answered
    /// yet it waits some seconds for the first answer.
    /// </summary>
    internal async Task<ShareEntry> EnterAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ended;
            TimeSpan wait;
            lock (_lock)
            {
                if (TryEnter(server, out wait) is { } entry)
                    return entry;
                ended = _ended.Task;
            }
            await WaitAsync(ended, wait, cancellationToken);
        }
    }

    /// <summary>Ends a run with the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="began">The time of its entry.</param>
    /// <param name="result">What came of it; null when the server was not asked.</param>
    internal void Leave(OutgoingServer server, DateTimeOffset began, DeliveryResult? result)
    {
        lock (_lock)
        {
            var place = Place.Of(server);
            _paces[place] = PaceOf(place).End(began, result, time.GetUtcNow());
            _ended.SetResult();
            _ended = NewSignal();
        }
    }

    // Null while the mail may wait for the server's first answer.
    private ShareEntry? TryEnter(OutgoingServer server, out TimeSpan wait)
    {
        var (place, now) = (Place.Of(server), time.GetUtcNow());
        var pace = PaceOf(place);
        wait = pace.UntilFirstAnswer(connections.To(server).Heard, now);
        var others = _paces.Where(other => other.Key != place).Select(other => other.Value);
        if (shares.Allows(pace, others, now))
        {
            _paces[place] = pace.Begin(now);
            return new ShareEntry(now, null);
        }
        return wait > TimeSpan.Zero ? null : new ShareEntry(now, Later(server, place, pace, now));
    }

    // Spread over the minutes by what the server takes, so that most of the mails are not turned away again.
    private OutboundDecision.Later Later(OutgoingServer server, Place place, ServerPace pace, DateTimeOffset now)
    {
        var why =
            $"{server.Name} answers slowly or not at all, so only {shares.Each} mails at a time are sent through it.";
        var perMinute = pace.PerMinute(shares.Each, now);
        var wait = new QuotaWait(now + Pause, why, TimeSpan.FromMinutes(1), perMinute);
        var booked = _bookings.GetValueOrDefault(place, Bookings.None).Next(wait);
        _bookings[place] = booked;
        return new(booked.Slot, why, DeliveryProblem.Server, server.Id);
    }

    private ServerPace PaceOf(Place place) => _paces.GetValueOrDefault(place, ServerPace.Unknown);

    private async Task WaitAsync(Task ended, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await ended.WaitAsync(wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A record that names another host is another server.
    private readonly record struct Place(string Id, string Host, int Port)
    {
        public static Place Of(OutgoingServer server) => new(server.Id, server.Host, server.Port);
    }
}

/// <summary>The answer to a mail that is to be sent through a server.</summary>
/// <param name="Began">When it was let in.</param>
/// <param name="Wait">When and why to try again; null if it was let in.</param>
internal sealed record ShareEntry(DateTimeOffset Began, OutboundDecision.Later? Wait);
