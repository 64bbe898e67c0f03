using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Delivery;

namespace Postern.Gateway.Smtp;

/// <summary>
/// One connection to an outgoing server. If the server offers DSN (RFC 3461), a report is requested on failure only,
/// with the envelope id and the header section of the mail.
/// </summary>
public sealed class SmtpConnection : SmtpClient
{
    private SmtpEnvelope? _envelope;
    private WireContent? _content;
    private WireBody? _written;

    internal SmtpConnection()
    {
        DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly;
        CheckCertificateRevocation = false;
        // The longest wait for any reply (RFC 5321 §4.5.3.2.6); the callers set shorter limits.
        Timeout = (int)TimeSpan.FromMinutes(10).TotalMilliseconds;
    }

    /// <summary>What the server was asked last for the current mail, or has refused.</summary>
    internal SmtpStage Stage { get; private set; }

    /// <summary>Called when the server has accepted a recipient.</summary>
    internal Action? Heard { get; set; }

    /// <summary>How many mails were sent over it.</summary>
    public int Mails { get; private set; }

    public DateTimeOffset Used { get; internal set; }

    /// <summary>
    /// Whether addresses with a local part beyond ASCII can be used. A server with SMTPUTF8 must offer 8BITMIME as well
    /// (RFC 6531 §3.1).
    /// </summary>
    internal bool IsInternational => Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime);

    /// <summary>Sends a mail and returns the server's reply.</summary>
    /// <exception cref="MailTooLargeException">
    /// The mail exceeds the server's SIZE (RFC 1870); nothing was sent.
    /// </exception>
    /// <exception cref="UnsendableMailException">Its form is not allowed in SMTP; nothing was sent.</exception>
    public async Task<string> SendAsync(
        SmtpEnvelope envelope,
        MimeMessage message,
        ITransferProgress progress,
        CancellationToken cancellationToken
    )
    {
        Mails++;
        Stage = SmtpStage.Sender;
        _envelope = envelope;
        var options = FormatOptions.Default.Clone();
        options.International = SmtpRequirements.NeedsUtf8(envelope, message);
        var body = message.Body;
        try
        {
            var reply = await SendAsync(
                options,
                message,
                new MailboxAddress("", EmailAddress.Written(envelope.From)),
                [new MailboxAddress("", EmailAddress.Written(envelope.Recipient))],
                cancellationToken,
                progress
            );
            // After a failure a write may still read the buffer, which is then left to the garbage collector.
            _content?.Dispose();
            return reply;
        }
        finally
        {
            if (_written is not null)
                message.Body = body;
            _written?.Dispose();
            (_content, _written) = (null, null);
        }
    }

    /// <summary>Sends QUIT. Returns false if the connection was broken already.</summary>
    public async Task<bool> TryQuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DisconnectAsync(quit: true, cancellationToken);
            return true;
        }
        catch (Exception e) when (SmtpFailure.Read(e, SmtpStage.Opening, handedOver: false) is not null)
        {
            return false;
        }
    }

    protected override string? GetEnvelopeId(MimeMessage message) => _envelope?.Id;

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Stage = SmtpStage.Recipient;

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Stage = SmtpStage.Content;
        Heard?.Invoke();
    }

    // Without a sender there is nobody to send a report to.
    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
        MimeMessage message,
        MailboxAddress mailbox
    ) => _envelope is { Id: not null, From.Length: > 0 } ? DeliveryStatusNotification.Failure : null;

    // MailKit calls it once for each mail, before the first command.
    protected override void Prepare(
        FormatOptions options,
        MimeMessage message,
        EncodingConstraint constraint,
        int maxLineLength
    )
    {
        // The mail may have been signed for another server, or in another form.
        DkimSigning.Remove(message);
        // A relay that must convert a mail to 7 bits breaks its signature (RFC 6376 §5.3).
        var signing = _envelope?.Signing;
        WireForm.Prepare(message, signing is null ? constraint : EncodingConstraint.SevenBit, maxLineLength);
        signing?.Sign(options, message);
        _content = WireForm.Write(options, message, constraint);
        if (_content.Problem is { } problem)
            throw new UnsendableMailException(problem);
    }

    // Called after MailKit has read the encodings of the parts and before it writes anything.
    protected override Task<long> GetSizeAsync(
        FormatOptions options,
        MimeMessage message,
        CancellationToken cancellationToken
    )
    {
        var size = _content!.Size;
        if (MaxSize > 0 && size > MaxSize)
            throw new MailTooLargeException(size, MaxSize);
        if (message.Body is { } body && _content.Body is { } octets)
            message.Body = _written = new WireBody(body, octets);
        return Task.FromResult(size);
    }
}

/// <summary>A mail has a form that SMTP does not allow; nothing was sent.</summary>
internal sealed class UnsendableMailException(string problem) : Exception(problem);

/// <summary>A mail is larger than the SIZE that the server has announced.</summary>
internal sealed class MailTooLargeException(long size, long limit)
    : Exception(
        FormattableString.Invariant($"The mail has {size:N0} bytes, and the server takes {limit:N0} (SIZE, RFC 1870).")
    )
{
    /// <summary>The largest mail that the server accepts, in bytes.</summary>
    public long Limit => limit;
}
