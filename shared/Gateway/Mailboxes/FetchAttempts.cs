using Postern.Core.Fetching;
using Postern.Gateway.Inbound;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Counts the attempts at mail that could not be fetched. After the last one the mail is journalled as failed.
/// </summary>
public sealed class FetchAttempts(FailedMail failed, TimeProvider time)
{
    /// <summary>
    /// Counts refusals that turned out to concern these mails only, since the server accepted a request for another
    /// one.
    /// </summary>
    internal async Task<FolderPosition> CountRefusedAsync(
        FetchRun run,
        FolderPosition position,
        IReadOnlyList<string> refused,
        CancellationToken cancellationToken
    )
    {
        foreach (var id in refused)
        {
            var reason = position.Exceptions[id].Reason;
            position = await CountAsync(run, position, id, reason, headerReadable: true, cancellationToken);
        }
        return position;
    }

    /// <summary>Counts one failed attempt, and gives the mail up if it was the last.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position so far.</param>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="reason">Why the mail could not be fetched.</param>
    /// <param name="headerReadable">Whether the connection still works, so that the header may be read.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal async Task<FolderPosition> CountAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        string reason,
        bool headerReadable,
        CancellationToken cancellationToken
    )
    {
        var exception = FetchRetries.Trouble(position, id, reason, time.GetUtcNow());
        if (exception.Attempts < FetchRetries.MostAttempts)
            return position.After(id, exception);
        var header = headerReadable ? await TryReadHeaderAsync(run, id, cancellationToken) : null;
        return await RecordAsync(run, position, id, exception, header, cancellationToken);
    }

    /// <summary>Journals a mail as failed without a further attempt.</summary>
    internal async Task<FolderPosition> RefuseAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var header = await TryReadHeaderAsync(run, id, cancellationToken);
        return await RecordAsync(run, position, id, new FetchException(reason, 1), header, cancellationToken);
    }

    private async Task<FolderPosition> RecordAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        FetchException exception,
        BinaryData? header,
        CancellationToken cancellationToken
    )
    {
        var mail = await failed.RecordAsync(
            position.OwnKeyOf(run.Server.Id, id),
            FetchedMail.SourceOf(run.Server, position),
            header,
            exception.Reason,
            cancellationToken
        );
        return position.After(id, exception with { Mail = mail.Value });
    }

    private static async Task<BinaryData?> TryReadHeaderAsync(
        FetchRun run,
        string id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await run.Mailbox.ReadHeaderAsync(id, cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            // The server may refuse the header as well, or break the connection; the mail is given up all the same.
            return null;
        }
    }
}
