using MailKit;

namespace Postern.Gateway.Mailboxes;

/// <summary>How long a mail server may be silent while it sends a mail: a slow one may take its time, a dead one may not. One that drips has an end too, and so has one that sends on and on.</summary>
internal sealed class TransferPatience(TimeSpan silence, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="most">Most bytes that are waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Transfer Begin(long most, CancellationToken cancellationToken) =>
        new(silence, most, time, cancellationToken);

    /// <summary>One mail on its way.</summary>
    public sealed class Transfer : ITransferProgress, IDisposable
    {
        private readonly TimeSpan _silence;
        private readonly long _most;
        private readonly CancellationTokenSource _silent;
        private readonly CancellationTokenSource _whole;
        private readonly CancellationTokenSource _either;

        internal Transfer(TimeSpan silence, long most, TimeProvider time, CancellationToken cancellationToken)
        {
            (_silence, _most) = (silence, most);
            _silent = new CancellationTokenSource(silence, time);
            _whole = new CancellationTokenSource(Longest, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, _whole.Token, cancellationToken);
        }

        /// <summary>Whether more has come than was to be waited for.</summary>
        public bool IsTooLong { get; private set; }

        /// <summary>Cancelled when the server is silent for too long or takes too long in all, sends too much, or the run ends.</summary>
        public CancellationToken Token => _either.Token;

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            _silent.CancelAfter(_silence);
            if (bytesTransferred <= _most)
                return;
            IsTooLong = true;
            _whole.Cancel();
        }

        /// <summary>What the reader of a mail that is too long ends with; the connection is of no more use.</summary>
        public IOException TooLong() => new($"The server sends more than {_most} bytes for the mail.");

        public void Dispose()
        {
            _either.Dispose();
            _silent.Dispose();
            _whole.Dispose();
        }
    }
}
