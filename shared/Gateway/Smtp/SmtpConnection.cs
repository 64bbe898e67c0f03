using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using Postern.Core.Delivery;

namespace Postern.Gateway.Smtp;

/// <summary>
/// One connection to an outgoing server. Where the server offers DSN (RFC 3461), a report is asked for on failure only, with the header
/// of the mail and the envelope's id in it.
/// </summary>
public sealed class SmtpConnection : SmtpClient
{
    private SmtpEnvelope? _envelope;

    internal SmtpConnection()
    {
        DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly;
        CheckCertificateRevocation = false;
        // The longest that any reply is waited for (RFC 5321 §4.5.3.2.6); shorter waits are watched from outside.
        Timeout = (int)TimeSpan.FromMinutes(10).TotalMilliseconds;
    }

    /// <summary>Mails that it has carried.</summary>
    public int Mails { get; private set; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset Used { get; internal set; }

    /// <summary>
    /// Whether local parts beyond ASCII can go over it. Whoever offers SMTPUTF8 offers 8BITMIME as well (RFC 6531 §3.1); one without the
    /// other is of no use.
    /// </summary>
    internal bool IsInternational => Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime);

    /// <summary>Sends a mail and returns the server's words.</summary>
    /// <exception cref="MailTooLargeException">The mail is larger than the server takes (SIZE, RFC 1870); nothing was sent.</exception>
    public Task<string> SendAsync(
        SmtpEnvelope envelope,
        MimeMessage message,
        ITransferProgress progress,
        CancellationToken cancellationToken
    )
    {
        Mails++;
        _envelope = envelope;
        var options = FormatOptions.Default.Clone();
        options.International = SmtpRequirements.NeedsUtf8(envelope, message);
        return SendAsync(
            options,
            message,
            new MailboxAddress("", envelope.From),
            [new MailboxAddress("", envelope.Recipient)],
            cancellationToken,
            progress
        );
    }

    /// <summary>Says goodbye; a connection that is broken anyway needs none.</summary>
    public async Task<bool> TryQuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DisconnectAsync(quit: true, cancellationToken);
            return true;
        }
        catch (Exception e) when (SmtpFailure.Read(e, handedOver: false) is not null)
        {
            return false;
        }
    }

    protected override string? GetEnvelopeId(MimeMessage message) => _envelope?.Id;

    // Nobody can be told of a failure without a sender.
    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
        MimeMessage message,
        MailboxAddress mailbox
    ) => _envelope is { Id: not null, From.Length: > 0 } ? DeliveryStatusNotification.Failure : null;

    protected override async Task<long> GetSizeAsync(
        FormatOptions options,
        MimeMessage message,
        CancellationToken cancellationToken
    )
    {
        var size = await base.GetSizeAsync(options, message, cancellationToken);
        return MaxSize > 0 && size > MaxSize ? throw new MailTooLargeException(size, MaxSize) : size;
    }
}

/// <summary>A mail is larger than a server says that it takes.</summary>
internal sealed class MailTooLargeException(long size, long limit)
    : Exception(
        FormattableString.Invariant($"The mail has {size:N0} bytes, and the server takes {limit:N0} (SIZE, RFC 1870).")
    )
{
    /// <summary>The largest mail that the server takes, in bytes.</summary>
    public long Limit => limit;
}
