using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Smtp;

/// <summary>Sends one mail for one recipient to one server.</summary>
public sealed class SmtpSender(SmtpConnections connections, RunShares shares, Timings timings, TimeProvider time)
{
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(60);

    // A longer wait for a connection costs more than another invocation.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    public async Task<DeliveryResult> SendAsync(
        OutgoingServer server,
        MimeMessage message,
        SmtpEnvelope envelope,
        SendWindow window
    )
    {
        var pool = connections.To(server);
        if (!await pool.EnterAsync(Patience, window.Ends))
            return Busy();
        try
        {
            var (result, wasStale) = await TryAsync(pool, fresh: false, message, envelope, window);
            // The server may have closed a kept connection. No mail was sent then, so a new one may be tried.
            if (!wasStale || window.Ends.IsCancellationRequested)
                return result;
            return (await TryAsync(pool, fresh: true, message, envelope, window)).Result;
        }
        finally
        {
            pool.Leave();
        }
    }

    private async Task<(DeliveryResult Result, bool WasStale)> TryAsync(
        SmtpPool pool,
        bool fresh,
        MimeMessage message,
        SmtpEnvelope envelope,
        SendWindow window
    )
    {
        var patience = PatienceWith(pool);
        SmtpConnection connection;
        try
        {
            connection = await ConnectAsync(pool, fresh, patience, window);
        }
        catch (SmtpOpeningException e)
        {
            return (Learn(pool, e.Result, window), false);
        }
        var wasKept = connection.Mails > 0;
        var result = Learn(pool, await SendAsync(connection, message, envelope, patience, window), window);
        // After a refusal MailKit has sent RSET. After any other failure the state of the connection is unknown.
        var replied = result.Outcome is DeliveryOutcome.Accepted or DeliveryOutcome.Refused or DeliveryOutcome.Deferred;
        if (replied && !IsBroken(result))
            pool.Keep(connection);
        else
            connection.Dispose();
        var wasStale = wasKept && IsBroken(result) && result is { TimedOut: false, Stage: not SmtpStage.Content };
        return (result, wasStale);
    }

    // A server that falls silent must not keep more runs for minutes than one that is known to be slow.
    private TimeSpan PatienceWith(SmtpPool pool) =>
        pool.IsSilent || pool.InUse > shares.Each ? timings.SmtpShortSilence : timings.SmtpSilence;

    private async Task<SmtpConnection> ConnectAsync(SmtpPool pool, bool fresh, TimeSpan patience, SendWindow window)
    {
        if (!fresh && await pool.TakeAsync(window.Ends) is { } kept)
            return kept;
        using var late = new CancellationTokenSource(patience < OpeningLimit ? patience : OpeningLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, window.Ends, window.BreaksOff);
        return await pool.OpenAsync(either.Token);
    }

    private async Task<DeliveryResult> SendAsync(
        SmtpConnection connection,
        MimeMessage message,
        SmtpEnvelope envelope,
        TimeSpan patience,
        SendWindow window
    )
    {
        if (SmtpRequirements.Refusal(connection.IsInternational, envelope, message) is { } refusal)
            return refusal;
        using var watch = new TransferWatch(timings, patience, time, window);
        try
        {
            var reply = await connection.SendAsync(envelope, message, watch, watch.Token);
            return new DeliveryResult(DeliveryOutcome.Accepted, reply);
        }
        catch (Exception e)
        {
            if (SmtpFailure.Read(e, connection.Stage, watch.HandedOver) is { } result)
                return result;
            connection.Dispose();
            throw;
        }
    }

    // A server is not silent because its mail was broken off.
    private static DeliveryResult Learn(SmtpPool pool, DeliveryResult result, SendWindow window)
    {
        if (
            window.BreaksOff.IsCancellationRequested
            && result is { Outcome: DeliveryOutcome.Unreachable, TimedOut: true }
        )
            return result with { BrokenOff = true };
        pool.Learn(result);
        return result;
    }

    private static DeliveryResult Busy() =>
        new(DeliveryOutcome.Deferred, "All connections to the server are in use.", DeliveryProblem.Connection)
        {
            RetryAfter = SoonAgain,
        };

    private static bool IsBroken(DeliveryResult result) =>
        result is { Outcome: DeliveryOutcome.Unreachable } or { Code: 421 };
}
