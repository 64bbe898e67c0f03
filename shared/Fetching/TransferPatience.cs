using MailKit;

namespace Postern.Fetching;

/// <summary>How long a mail server may be silent while it sends a mail: a slow one may take its time, a dead one may not. One that drips has an end too.</summary>
public sealed class TransferPatience(TimeSpan silence, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public Transfer Begin(CancellationToken cancellationToken) => new(silence, time, cancellationToken);

    /// <summary>One mail on its way.</summary>
    public sealed class Transfer : ITransferProgress, IDisposable
    {
        private readonly TimeSpan _silence;
        private readonly CancellationTokenSource _silent;
        private readonly CancellationTokenSource _whole;
        private readonly CancellationTokenSource _either;

        internal Transfer(TimeSpan silence, TimeProvider time, CancellationToken cancellationToken)
        {
            _silence = silence;
            _silent = new CancellationTokenSource(silence, time);
            _whole = new CancellationTokenSource(Longest, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, _whole.Token, cancellationToken);
        }

        /// <summary>Cancelled when the server is silent for too long or takes too long in all, or the run ends.</summary>
        public CancellationToken Token => _either.Token;

        public void Report(long bytesTransferred, long totalSize) => _silent.CancelAfter(_silence);

        public void Report(long bytesTransferred) => _silent.CancelAfter(_silence);

        public void Dispose()
        {
            _either.Dispose();
            _silent.Dispose();
            _whole.Dispose();
        }
    }
}
