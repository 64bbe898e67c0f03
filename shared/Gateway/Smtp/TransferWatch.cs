using MailKit;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Watches the transfer of a mail to a server: how long the server may be silent, and whether the whole mail was
/// written. After that a broken connection does not show whether the server has accepted it.
/// </summary>
internal sealed class TransferWatch : ITransferProgress, IDisposable
{
    // RFC 5321 §4.5.3.2: two to five minutes before and within the content, ten for the reply to the final dot.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FinalSilence = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenSource _either;

    public TransferWatch(TimeProvider time, CancellationToken cancellationToken)
    {
        _silent = new CancellationTokenSource(Silence, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, cancellationToken);
    }

    /// <summary>Cancelled when the server is silent for too long, or the attempt as a whole is cancelled.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether all bytes of the mail were written.</summary>
    public bool HandedOver { get; private set; }

    public void Report(long bytesTransferred, long totalSize)
    {
        HandedOver = bytesTransferred >= totalSize;
        _silent.CancelAfter(HandedOver ? FinalSilence : Silence);
    }

    // Without a total size any part may be the last one.
    public void Report(long bytesTransferred) => Report(bytesTransferred, bytesTransferred);

    public void Dispose()
    {
        _either.Dispose();
        _silent.Dispose();
    }
}
