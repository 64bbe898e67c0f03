using MailKit.Net.Smtp;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Probing;

/// <summary>
/// Tests an outgoing server (P6): connects, upgrades, authenticates, names a sender and a recipient, asks to send, and hangs up. Bounded in time,
/// each step and all of them; a failed test is a result.
/// </summary>
public sealed class ServerProbe(GuardedConnector connector, Timings timings, TimeProvider time)
{
    private delegate Task<SmtpResponse?> Step(CancellationToken cancellationToken);

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
        foreach (var (name, step) in Steps(session, server, login, from, to))
        {
            var (done, trouble) = await RunAsync(name, step, session, server, login, all.Token);
            cancellationToken.ThrowIfCancellationRequested();
            result = result with
            {
                Steps = [.. result.Steps, done],
                Capabilities = session.Capabilities ?? result.Capabilities,
            };
            if (trouble is not null)
                return result with
                {
                    Ok = false,
                    Failed = name,
                    Failure = trouble.Failure,
                    Advice = ProbeAdvice.For(name, trouble, server),
                };
        }
        return result;
    }

    private static IEnumerable<(ProbeStepName Name, Step Step)> Steps(
        ProbeSession session,
        OutgoingServer server,
        ProbeLogin login,
        EmailAddress from,
        EmailAddress to
    )
    {
        yield return (ProbeStepName.Connect, session.ConnectAsync);
        yield return (ProbeStepName.Upgrade, session.UpgradeAsync);
        if (server.UserName is not null)
            yield return (ProbeStepName.Authenticate, token => session.AuthenticateAsync(login, token));
        yield return (ProbeStepName.MailFrom, token => session.MailFromAsync(from, token));
        yield return (ProbeStepName.RcptTo, token => session.RcptToAsync(to, token));
        yield return (ProbeStepName.Data, session.DataAsync);
    }

    private async Task<(ProbeStep Done, ProbeTrouble? Trouble)> RunAsync(
        ProbeStepName name,
        Step step,
        ProbeSession session,
        OutgoingServer server,
        ProbeLogin login,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var (reply, trouble) =
            name == ProbeStepName.Authenticate && login.IsEmpty
                ? (null, new ProbeTrouble(ProbeFailure.NoPassword, $"There is no password for {server.UserName}."))
                : await TryAsync(name, step, session, cancellationToken);
        var words = trouble?.Words ?? (reply is null ? null : ProbeTroubleReader.Words(reply));
        return (
            new ProbeStep(name, trouble is null, words, (long)time.GetElapsedTime(began).TotalMilliseconds),
            trouble
        );
    }

    private async Task<(SmtpResponse? Reply, ProbeTrouble? Trouble)> TryAsync(
        ProbeStepName name,
        Step step,
        ProbeSession session,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timings.ProbeStep);
        try
        {
            var reply = await step(limit.Token);
            return (reply, reply is null || (int)reply.StatusCode < 400 ? null : ProbeTroubleReader.Reply(reply));
        }
        catch (Exception e) when (Trouble(name, e, session) is not null)
        {
            return (null, Trouble(name, e, session));
        }
    }

    private static ProbeTrouble? Trouble(ProbeStepName name, Exception e, ProbeSession session) =>
        ProbeTroubleReader.Read(name, e, session.Client.CertificateErrors, session.Client.CertificateNames);
}
