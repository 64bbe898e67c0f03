using MailKit;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Watches the transfer of a mail to a server: how long the server may be silent, and whether the whole mail was
/// written. After that a broken connection does not show whether the server has accepted it.
/// </summary>
internal sealed class TransferWatch : ITransferProgress, IDisposable
{
    // Fields are written in small pieces, and setting the timer costs more than writing one.
    private const int Step = 4 << 10;

    private readonly Timings _timings;
    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenSource _either;
    private readonly CancellationTokenRegistration _breaksOff;
    private volatile bool _begun;
    private long _next;

    /// <param name="timings">How long the server may be silent within the content and after the final dot.</param>
    /// <param name="patience">How long it may be silent before the content.</param>
    /// <param name="time">The clock.</param>
    /// <param name="window">Cancels the attempt as a whole, or only before the content.</param>
    public TransferWatch(Timings timings, TimeSpan patience, TimeProvider time, SendWindow window)
    {
        _timings = timings;
        _silent = new CancellationTokenSource(patience, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, window.Ends);
        _breaksOff = window.BreaksOff.Register(BreakOff);
    }

    /// <summary>Cancelled when the server is silent for too long, or the attempt as a whole is cancelled.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether all bytes of the mail were written.</summary>
    public bool HandedOver { get; private set; }

    public void Report(long bytesTransferred, long totalSize)
    {
        _begun = true;
        HandedOver = bytesTransferred >= totalSize;
        if (!HandedOver && bytesTransferred < _next)
            return;
        _next = bytesTransferred + Step;
        _silent.CancelAfter(HandedOver ? _timings.SmtpFinalSilence : _timings.SmtpSilence);
    }

    // Without a total size any part may be the last one.
    public void Report(long bytesTransferred) => Report(bytesTransferred, bytesTransferred);

    public void Dispose()
    {
        _breaksOff.Dispose();
        _either.Dispose();
        _silent.Dispose();
    }

    private void BreakOff()
    {
        if (!_begun)
            _silent.Cancel();
    }
}
