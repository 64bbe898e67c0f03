using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Mailboxes;

/// <summary>Opens mailboxes.</summary>
public sealed class MailboxConnector(
    GuardedConnector connector,
    IncomingLogin login,
    Timings timings,
    TimeProvider time
)
{
    /// <summary>A mailbox that is logged in at.</summary>
    /// <exception cref="MailboxException">It was not reached, or did not let us in.</exception>
    public async Task<IMailbox> OpenAsync(IncomingServer server, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timings.MailboxSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var session = new MailboxSession(connector, server);
        try
        {
            await session.ConnectAsync(either.Token);
            await session.UpgradeAsync(either.Token);
            await session.AuthenticateAsync(login, either.Token);
            return session.Mailbox(timings, time);
        }
        catch (Exception e)
        {
            session.Dispose();
            if (
                !cancellationToken.IsCancellationRequested
                && MailboxTroubleReader.Read(e, session.Certificates) is { } trouble
            )
                throw new MailboxException(trouble, e);
            throw;
        }
    }
}

/// <summary>A mailbox was not reached, or did not let us in.</summary>
internal sealed class MailboxException : Exception
{
    internal MailboxException(MailboxTrouble trouble, Exception cause)
        : base(trouble.Words, cause) => Failure = trouble.Failure;

    public MailboxFailure Failure { get; }
}
