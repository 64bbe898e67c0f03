namespace Postern.Gateway.Spooling;

/// <summary>
/// Limits the bytes that are in use at once, first come first served, so that many large mails at once fill neither
/// the disk nor the memory of an instance. A request for more than the budget waits until it is all free.
/// </summary>
internal sealed class ByteBudget(long capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly long _capacity = capacity;
    private long _free = capacity;

    /// <summary>Reserves bytes until the result is disposed of; null when they are not free in time.</summary>
    public async Task<IDisposable?> TryEnterAsync(long bytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(Math.Min(bytes, _capacity));
        lock (_gate)
        {
            _waiting.AddLast(waiter);
            Admit();
        }
        try
        {
            await waiter.Admitted.Task.WaitAsync(patience, time, cancellationToken);
            return new Share(this, waiter.Bytes);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Admitted at the moment that the wait ended: the reservation is valid.
            if (!Leave(waiter))
                return new Share(this, waiter.Bytes);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private bool Leave(Waiter waiter)
    {
        lock (_gate)
        {
            var left = _waiting.Remove(waiter);
            Admit();
            return left;
        }
    }

    private void Return(long bytes)
    {
        lock (_gate)
        {
            _free += bytes;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && first.Value.Bytes <= _free)
        {
            _free -= first.Value.Bytes;
            _waiting.RemoveFirst();
            first.Value.Admitted.SetResult();
        }
    }

    private sealed class Waiter(long bytes)
    {
        public long Bytes { get; } = bytes;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Share(ByteBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => budget.Return(Interlocked.Exchange(ref _bytes, 0));
    }
}
