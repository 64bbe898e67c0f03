using MailKit;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Limits the transfer of a mail from a server: in silence, so that a slow server may take its time; in total time, so
/// that one that sends single bytes cannot block a run; and in bytes.
/// </summary>
internal sealed class TransferPatience(TimeSpan silence, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="most">Most bytes that are read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Transfer Begin(long most, CancellationToken cancellationToken) =>
        new(silence, most, time, cancellationToken);

    /// <summary>The transfer of one mail.</summary>
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

        /// <summary>Whether the server has sent too many bytes.</summary>
        public bool IsTooLong { get; private set; }

        /// <summary>Cancelled when one of the limits is exceeded, or the run ends.</summary>
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

        /// <summary>The exception for a mail that is too long. The connection cannot be used any more.</summary>
        public IOException TooLong() => new($"The server sends more than {_most} bytes for the mail.");

        public void Dispose()
        {
            _either.Dispose();
            _silent.Dispose();
            _whole.Dispose();
        }
    }
}
