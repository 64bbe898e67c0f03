using System.Collections.Concurrent;
using Postern.Core.Deliverability;

namespace Postern.Gateway.Domains;

/// <summary>
/// Answers of the DNS for the verification of senders: kept as long as they may be, an hour at most, and asked for with
/// little patience, since mail waits meanwhile.
/// </summary>
public sealed class DnsCache(DnsResolver resolver, TimeProvider time)
{
    private const int MostEntries = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan OfNothing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OfTrouble = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<DnsQuestion, Entry> _entries = [];

    /// <summary>Number of answers that are kept.</summary>
    internal int Count => _entries.Count;

    /// <summary>
    /// Evaluates with the answers to all that is asked for. What is not answered within two seconds in all counts as
    /// DNS trouble.
    /// </summary>
    public async Task<T> ResolveAsync<T>(
        Func<DnsAnswers, DnsEvaluation<T>> evaluate,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        return await DnsResolver.ResolveAsync(evaluate, question => FindAsync(question, either, cancellationToken));
    }

    private async Task<DnsReply> FindAsync(
        DnsQuestion question,
        CancellationTokenSource either,
        CancellationToken cancellationToken
    )
    {
        if (_entries.TryGetValue(question, out var known) && known.Until > time.GetUtcNow())
            return known.Reply;
        try
        {
            var (reply, timeToLive) = await resolver.QueryAsync(question, either.Token);
            Keep(question, reply, timeToLive);
            return reply;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Keep(question, DnsReply.Failed, TimeSpan.Zero);
            return DnsReply.Failed;
        }
    }

    private void Keep(DnsQuestion question, DnsReply reply, TimeSpan timeToLive)
    {
        var kept = reply.Status switch
        {
            DnsStatus.Found => timeToLive < Longest ? timeToLive : Longest,
            DnsStatus.None => OfNothing,
            _ => OfTrouble,
        };
        var now = time.GetUtcNow();
        if (_entries.Count >= MostEntries)
            MakeRoom(now);
        _entries[question] = new Entry(reply, now + kept);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (question, entry) in _entries)
        {
            if (entry.Until <= now)
                _entries.TryRemove(question, out _);
        }
        // Answers that nobody will ask for again must not keep others out.
        if (_entries.Count >= MostEntries)
            _entries.Clear();
    }

    private sealed record Entry(DnsReply Reply, DateTimeOffset Until);
}
