using MailKit;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Watches a mail on its way: whether all of it was written, since from then on a broken connection says nothing about its fate; and how
/// long the server may be silent.
/// </summary>
internal sealed class TransferWatch : ITransferProgress, IDisposable
{
    // RFC 5321 §4.5.3.2 asks for two to five minutes before and within the content, and for ten for the reply to the final dot.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FinalSilence = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenSource _either;

    public TransferWatch(TimeProvider time, CancellationToken cancellationToken)
    {
        _silent = new CancellationTokenSource(Silence, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, cancellationToken);
    }

    /// <summary>Cancelled when the server is silent for too long, or the try as a whole is.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether all bytes of the mail were written.</summary>
    public bool HandedOver { get; private set; }

    public void Report(long bytesTransferred, long totalSize)
    {
        HandedOver = bytesTransferred >= totalSize;
        _silent.CancelAfter(HandedOver ? FinalSilence : Silence);
    }

    // Without a total nobody knows how much is missing, so any part of it counts.
    public void Report(long bytesTransferred) => Report(bytesTransferred, bytesTransferred);

    public void Dispose()
    {
        _either.Dispose();
        _silent.Dispose();
    }
}
