using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Mailboxes;

/// <summary>Opens sessions with mailboxes.</summary>
public sealed class MailboxConnector(
    GuardedConnector connector,
    IncomingLogin login,
    Timings timings,
    TimeProvider time
)
{
    /// <exception cref="MailboxException">The server was not reached, or refused the login.</exception>
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
            var trouble = MailboxTroubleReader.Read(e, session);
            if (cancellationToken.IsCancellationRequested || trouble is null)
                throw;
            throw new MailboxException(trouble, e);
        }
    }
}

/// <summary>A mailbox was not reached, or the server refused the login or every mail.</summary>
internal sealed class MailboxException(MailboxTrouble trouble, Exception cause) : Exception(trouble.Words, cause)
{
    public MailboxTrouble Trouble => trouble;

    public static MailboxException EveryMailRefused(Exception last)
    {
        var reply = MailboxTroubleReader.Read(last)!.Words;
        return new(new(MailboxFailure.Refused, $"The server refuses mail after mail: {reply}"), last);
    }
}
