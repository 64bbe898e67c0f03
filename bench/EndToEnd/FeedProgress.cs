using Postern.Gateway.Storage;

namespace Postern.Bench.EndToEnd;

/// <summary>How many mails of a block are on their way.</summary>
internal sealed class FeedProgress
{
    private readonly Lock _lock = new();
    private readonly CallCounts _start;
    private CallCounts _now;
    private int _handedIn;

    public FeedProgress(CallCounts start) => (_start, _now) = (start, start);

    public bool TryHandIn(int depth)
    {
        lock (_lock)
        {
            if (_handedIn - Routed + Others >= depth)
                return false;
            _handedIn++;
            return true;
        }
    }

    /// <summary>Seconds that handing in took so far, of all mails together.</summary>
    public double HandInSeconds { get; private set; }

    public void HandedIn(TimeSpan time)
    {
        lock (_lock)
            HandInSeconds += time.TotalSeconds;
    }

    /// <summary>Whether anything has changed.</summary>
    public bool Update(CallCounts counts)
    {
        lock (_lock)
        {
            var before = (Routed, Others);
            _now = counts;
            if (_now.Poisoned > _start.Poisoned)
                throw new InvalidOperationException("A message failed as often as it may.");
            return before != (Routed, Others);
        }
    }

    public bool IsDone(int mails)
    {
        lock (_lock)
            return Routed >= mails && _now.WaitingInAll <= _start.WaitingInAll;
    }

    public override string ToString() => $"{_handedIn} handed in, {Routed} routed, {Others} other messages wait";

    private long Routed => _now.Runs(QueueNames.InboundMail) - _start.Runs(QueueNames.InboundMail);

    private long Others => _now.WaitingInAll - _now.Waiting(QueueNames.InboundMail);
}
