using MailKit;
using Postern.Attention;
using Postern.Configuration;
using Postern.Contracts;
using Postern.Journal;
using Postern.Network;
using Postern.Secrets;
using Postern.Storage;
using Postern.Storage.Spooling;

namespace Postern.Fetching;

/// <summary>
/// Fetches a mailbox: every mail above the position is taken in (raw, journal, queue), then marked seen. The position moves
/// behind it; a mail's identity is its place in the mailbox, so reading it again finds what is there.
/// </summary>
public sealed class MailboxFetcher(
    GatewayConfigurationSource configuration, MailboxStore mailboxes, MailIntake intake, MailQueues queues, ISecretStore secrets, GuardedConnector connector, AttentionStore attention, Timings timings, TimeProvider time)
{
    // A position is written this often: what lies behind it is read again after a crash, and found.
    private const int SaveEvery = 20;

    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<MailboxItem>(message);
        var current = await configuration.GetAsync(cancellationToken);
        var server = current.IncomingServers.FirstOrDefault(server => server.Id == item?.Server);
        if (problem is not null) await attention.RejectAsync(QueueNames.MailboxFetch, message, problem, cancellationToken);
        if (server is not { Active: true }) return;
        if (await MailboxLease.TryTakeAsync(mailboxes, server.Id, timings.MailboxLease, time, cancellationToken) is not { } lease) return;
        string? error = "The run was cancelled.";
        var more = false;
        try
        {
            more = await FetchAsync(server, lease, current.Parameters.FetchBatch, cancellationToken);
            error = null;
        }
        catch (Exception e) when (e is ProtocolException or CommandException or IOException or System.Net.Sockets.SocketException or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or ForbiddenAddressException or FolderNotFoundException or NotSupportedException)
        {
            // Trouble of one mailbox is its own: it is noted, and the next period tries again.
            error = e.Message.Split('\n', 2)[0].Trim();
        }
        finally
        {
            await lease.ReleaseAsync(error, CancellationToken.None);
        }
        // Not before the lease is given back: the next run would find it taken and leave the rest to the next period.
        if (more) await queues.PutAsync(QueueNames.MailboxFetch, item!, cancellationToken);
    }

    private async Task<bool> FetchAsync(IncomingServer server, MailboxLease lease, int limit, CancellationToken cancellationToken)
    {
        var password = await secrets.GetAsync(SecretNames.IncomingPassword(server.Id), cancellationToken) ?? "";
        using var mailbox = await ImapMailbox.OpenAsync(server, password, connector, cancellationToken);
        var more = false;
        foreach (var folder in server.Folders) more |= await FetchFolderAsync(server, folder, mailbox, lease, limit, cancellationToken);
        return more;
    }

    /// <summary>True when the batch was full and more is waiting.</summary>
    private async Task<bool> FetchFolderAsync(IncomingServer server, string folder, ImapMailbox mailbox, MailboxLease lease, int limit, CancellationToken cancellationToken)
    {
        var validity = await mailbox.SelectAsync(folder, cancellationToken);
        var position = await mailboxes.ReadPositionAsync(server.Id, folder, cancellationToken);
        // Another UIDVALIDITY means other UIDs: everything is read anew, and what came before is known by its Message-Id and content.
        if (position.UidValidity != validity) position = new FolderPosition { Folder = folder, UidValidity = validity };
        var waiting = position.Exceptions.Keys.Concat(await mailbox.ListAsync(position.LowWater, cancellationToken)).ToList();
        foreach (var (uid, index) in waiting.Take(limit).Select((uid, index) => (uid, index)))
        {
            var trouble = await TakeInAsync(server, position, uid, mailbox, lease, cancellationToken);
            position = position.After(uid, trouble);
            if (index % SaveEvery == SaveEvery - 1) await mailboxes.SavePositionAsync(server.Id, position, cancellationToken);
        }
        if (waiting.Count > 0) await mailboxes.SavePositionAsync(server.Id, position, cancellationToken);
        return waiting.Count > limit;
    }

    /// <summary>Takes one mail in; the reason when it could not be read.</summary>
    private async Task<string?> TakeInAsync(IncomingServer server, FolderPosition position, uint uid, ImapMailbox mailbox, MailboxLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (await mailbox.ReadAsync(uid, cancellationToken) is not { } content) return null;
            var origin = new MailOrigin($"mailbox:{server.Id}/{position.Folder}", FallbackModel: server.FallbackModel);
            await intake.TakeInAsync(KeyOf(server.Id, position, uid), SpooledContent.Of(content), origin, cancellationToken);
            await lease.HoldAsync(cancellationToken);
            await mailbox.MarkSeenAsync(uid, cancellationToken);
            return null;
        }
        catch (CommandException e)
        {
            // The server refuses this mail only; the others need not wait for it.
            return e.Message;
        }
    }

    private static string KeyOf(string server, FolderPosition position, uint uid) =>
        Hash.Of(32, "imap", server, position.Folder, position.UidValidity.ToString(System.Globalization.CultureInfo.InvariantCulture), uid.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
