using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;

namespace Postern.Gateway.Smtp;

/// <summary>Hands one mail for one recipient to one server, and says how that ended.</summary>
public sealed class SmtpSender(SmtpConnections connections, TimeProvider time)
{
    // Longer waits cost more than another start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    public async Task<DeliveryResult> SendAsync(
        OutgoingServer server,
        MimeMessage message,
        SmtpEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        var pool = connections.To(server);
        if (!await pool.EnterAsync(Patience, cancellationToken))
            return Busy();
        try
        {
            var (result, again) = await TryAsync(pool, fresh: false, message, envelope, cancellationToken);
            // A kept connection may have died unnoticed: before the mail was on its way, a new one costs nothing but time.
            return again && !cancellationToken.IsCancellationRequested
                ? (await TryAsync(pool, fresh: true, message, envelope, cancellationToken)).Result
                : result;
        }
        finally
        {
            pool.Leave();
        }
    }

    private async Task<(DeliveryResult Result, bool Again)> TryAsync(
        SmtpPool pool,
        bool fresh,
        MimeMessage message,
        SmtpEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        SmtpConnection connection;
        try
        {
            connection = fresh ? await pool.OpenAsync(cancellationToken) : await pool.TakeAsync(cancellationToken);
        }
        catch (SmtpOpeningException e)
        {
            return (e.Result, false);
        }
        var wasKept = connection.Mails > 0;
        var result = await SendAsync(connection, message, envelope, cancellationToken);
        // After a refusal the dialogue goes on with RSET, which MailKit has sent; anything else leaves the connection in doubt.
        if (
            result.Outcome is DeliveryOutcome.Accepted or DeliveryOutcome.Refused or DeliveryOutcome.Deferred
            && !IsBroken(result)
        )
            pool.Keep(connection);
        else
            connection.Dispose();
        return (result, wasKept && IsBroken(result));
    }

    private async Task<DeliveryResult> SendAsync(
        SmtpConnection connection,
        MimeMessage message,
        SmtpEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        if (SmtpRequirements.Refusal(connection.IsInternational, envelope, message) is { } refusal)
            return refusal;
        using var watch = new TransferWatch(time, cancellationToken);
        try
        {
            return new DeliveryResult(
                DeliveryOutcome.Accepted,
                await connection.SendAsync(envelope, message, watch, watch.Token)
            );
        }
        catch (Exception e)
        {
            if (SmtpFailure.Read(e, watch.HandedOver) is { } result)
                return result;
            connection.Dispose();
            throw;
        }
    }

    private static DeliveryResult Busy() =>
        new(DeliveryOutcome.Deferred, "All connections to the server are in use.", DeliveryProblem.Connection)
        {
            RetryAfter = SoonAgain,
        };

    private static bool IsBroken(DeliveryResult result) =>
        result is { Outcome: DeliveryOutcome.Unreachable } or { Code: 421 };
}
