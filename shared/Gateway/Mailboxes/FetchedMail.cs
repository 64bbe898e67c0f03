using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Journal;

namespace Postern.Gateway.Mailboxes;

/// <summary>Reads mail out of a mailbox and describes where it came from.</summary>
internal static class FetchedMail
{
    /// <summary>The content of a mail; null when the server returns none, or an empty one.</summary>
    public static async Task<BinaryData?> TryReadAsync(
        IMailbox mailbox,
        string id,
        long largest,
        CancellationToken cancellationToken
    )
    {
        // The sizes that some servers report are estimates.
        var limit = 2 * Math.Min(largest, int.MaxValue);
        var content = await mailbox.ReadAsync(id, limit, cancellationToken);
        // Some servers return nothing for a mail that another client has deleted (RFC 2180 §4.1).
        return content is null || content.ToMemory().IsEmpty ? null : content;
    }

    public static MailOrigin OriginOf(
        IncomingServer server,
        FolderPosition position,
        MailDetails mail,
        BinaryData content,
        DateTimeOffset now
    )
    {
        // After a mailbox was moved, the server may report the day of the move as a mail's arrival.
        var arrived = new[] { mail.Arrived, MailBytes.ArrivalOf(content) }.Min();
        return new MailOrigin(SourceOf(server, position))
        {
            FallbackModel = server.FallbackModel,
            KeepAttachments = server.KeepAttachments,
            KeepOriginal = server.KeepOriginal,
            Silent = FetchPlanner.IsSilent(position, mail.Id, arrived, MailBytes.DeliveryOf(content), now),
        };
    }

    /// <summary>The source of a mail as the journal shows it.</summary>
    public static string SourceOf(IncomingServer server, FolderPosition position) =>
        MailOrigin.SourceOf(server.Id, position.Folder);
}
