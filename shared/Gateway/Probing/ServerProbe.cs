using MailKit.Net.Smtp;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Probing;

/// <summary>
/// Tests an outgoing server (P6): connects, upgrades to TLS, authenticates, sends MAIL FROM, RCPT TO and DATA, and
/// closes the connection. Each step and the whole test are limited in time, and a failed test is a result, not an
/// exception.
/// </summary>
public sealed class ServerProbe(GuardedConnector connector, Timings timings, TimeProvider time)
{
    public Task<ProbeResult> TestAsync(
        OutgoingServer server,
        string? password,
        EmailAddress from,
        EmailAddress to,
        CancellationToken cancellationToken
    ) => TestAsync(server, new ProbeLogin(password), from, to, cancellationToken);

    public async Task<ProbeResult> TestAsync(
        OutgoingServer server,
        ProbeLogin login,
        EmailAddress from,
        EmailAddress to,
        CancellationToken cancellationToken
    )
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        all.CancelAfter(timings.Probe);
        using var session = new ProbeSession(connector, server);
        var result = new ProbeResult
        {
            Ok = true,
            From = from.Address,
            To = to.Address,
            Steps = [],
        };
        foreach (var step in Steps(session, server, login, from, to))
        {
            var (done, trouble) = await RunAsync(step, session, all.Token);
            cancellationToken.ThrowIfCancellationRequested();
            result = result with
            {
                Steps = [.. result.Steps, done],
                Capabilities = session.Capabilities ?? result.Capabilities,
            };
            if (trouble is not null)
                return Failed(result, step.Name, trouble, server);
        }
        return result;
    }

    private static ProbeResult Failed(
        ProbeResult result,
        ProbeStepName step,
        ProbeTrouble trouble,
        OutgoingServer server
    ) =>
        result with
        {
            Ok = false,
            Failed = step,
            Failure = trouble.Failure,
            Advice = ProbeAdvice.For(step, trouble, server),
        };

    private static IEnumerable<Step> Steps(
        ProbeSession session,
        OutgoingServer server,
        ProbeLogin login,
        EmailAddress from,
        EmailAddress to
    )
    {
        yield return new(ProbeStepName.Connect, session.ConnectAsync);
        yield return new(ProbeStepName.Upgrade, session.UpgradeAsync);
        if (server.UserName is { } user)
        {
            var missing = new ProbeTrouble(ProbeFailure.NoPassword, $"There is no password for {user}.");
            yield return new(
                ProbeStepName.Authenticate,
                token => session.AuthenticateAsync(login, token),
                login.IsEmpty ? missing : null
            );
        }
        yield return new(ProbeStepName.MailFrom, token => session.MailFromAsync(from, token));
        yield return new(ProbeStepName.RcptTo, token => session.RcptToAsync(to, token));
        yield return new(ProbeStepName.Data, session.DataAsync);
    }

    private async Task<(ProbeStep Done, ProbeTrouble? Trouble)> RunAsync(
        Step step,
        ProbeSession session,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var (reply, trouble) = step.Obstacle is { } obstacle
            ? (null, obstacle)
            : await TryAsync(step, session, cancellationToken);
        var words = trouble?.Words ?? (reply is null ? null : ProbeTroubleReader.Words(reply));
        var elapsed = (long)time.GetElapsedTime(began).TotalMilliseconds;
        return (new ProbeStep(step.Name, trouble is null, words, elapsed), trouble);
    }

    private async Task<(SmtpResponse? Reply, ProbeTrouble? Trouble)> TryAsync(
        Step step,
        ProbeSession session,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timings.ProbeStep);
        try
        {
            var reply = await step.Run(limit.Token);
            return (reply, reply is null || (int)reply.StatusCode < 400 ? null : ProbeTroubleReader.Reply(reply));
        }
        catch (Exception e) when (ProbeTroubleReader.Read(step.Name, e, session.Client.Certificates) is { } trouble)
        {
            return (null, trouble);
        }
    }

    /// <summary>One step of the test.</summary>
    /// <param name="Name">Its name in the result.</param>
    /// <param name="Run">Runs it and returns the server's reply, if there is one.</param>
    /// <param name="Obstacle">Why it cannot be run at all.</param>
    private sealed record Step(
        ProbeStepName Name,
        Func<CancellationToken, Task<SmtpResponse?>> Run,
        ProbeTrouble? Obstacle = null
    );
}
