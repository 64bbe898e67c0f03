using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using Postern.Outbound;

namespace Postern.Delivery;

/// <summary>Hands one mail for one recipient to one server, and says how that ended.</summary>
public sealed class SmtpSender(SmtpConnections connections)
{
    public async Task<DeliveryResult> SendAsync(OutgoingServer server, MimeMessage message, string envelopeFrom, string recipient, CancellationToken cancellationToken)
    {
        var fresh = false;
        while (true)
        {
            SmtpConnection? connection = null;
            var watch = new TransferWatch();
            try
            {
                connection = fresh ? await connections.OpenAsync(server, cancellationToken) : await connections.TakeAsync(server, cancellationToken);
                var reply = await SendAsync(connection, message, envelopeFrom, recipient, watch, cancellationToken);
                connections.Return(connection);
                return new DeliveryResult(DeliveryOutcome.Accepted, reply);
            }
            catch (Exception e) when (SmtpFailure.Read(e, watch.HandedOver) is not null)
            {
                var result = SmtpFailure.Read(e, watch.HandedOver)!;
                var wasKept = connection is { Mails: > 1 };
                Settle(connection, result);
                // A kept connection may have died unnoticed: before the mail was on its way, a new one costs nothing but time.
                if (!wasKept || fresh || watch.HandedOver || cancellationToken.IsCancellationRequested || !IsBroken(result)) return result;
                fresh = true;
            }
        }
    }

    private static async Task<string> SendAsync(
        SmtpConnection connection, MimeMessage message, string envelopeFrom, string recipient, TransferWatch watch, CancellationToken cancellationToken)
    {
        connection.Mails++;
        var options = FormatOptions.Default.Clone();
        options.International = connection.Client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && NeedsUtf8(envelopeFrom, recipient);
        return await connection.Client.SendAsync(options, message, new MailboxAddress("", envelopeFrom), [new MailboxAddress("", recipient)], cancellationToken, watch);
    }

    private static bool NeedsUtf8(params string[] addresses) => addresses.Any(address => !System.Text.Ascii.IsValid(address));

    private void Settle(SmtpConnection? connection, DeliveryResult result)
    {
        if (connection is null) return;
        // After a refusal the dialogue goes on with RSET, which MailKit has sent; anything else leaves the connection in doubt.
        if (result.Outcome is DeliveryOutcome.Refused or DeliveryOutcome.Deferred && !IsBroken(result)) connections.Return(connection);
        else connection.Dispose();
    }

    private static bool IsBroken(DeliveryResult result) => result is { Outcome: DeliveryOutcome.Unreachable } or { Code: 421 };

    /// <summary>Watches whether all bytes of the mail were written: from then on a broken connection says nothing about its fate.</summary>
    private sealed class TransferWatch : ITransferProgress
    {
        public bool HandedOver { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HandedOver = bytesTransferred >= totalSize;

        // Without a total nobody knows how much is missing, so any part of it counts.
        public void Report(long bytesTransferred) => HandedOver = true;
    }
}
