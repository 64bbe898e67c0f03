using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>
/// What a test sees and changes of a user's mailbox on the <see cref="MailServers"/>, by IMAP over TLS.
/// </summary>
public sealed class MailClient(MailServers servers)
{
    /// <summary>A connection that is logged in as the user, for what the methods below do not do.</summary>
    public async Task<ImapClient> ConnectAsync(MailUser user)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = servers.Trusts };
        await client.ConnectAsync(MailServers.Host, servers.Ports.Imaps, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(user.Address, user.Password);
        return client;
    }

    /// <summary>Sends a mail as the user, over TLS and with the user's password, to wherever its To says.</summary>
    public async Task SubmitAsync(MailUser user, MimeMessage mail)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };
        await client.ConnectAsync(MailServers.Host, servers.Ports.Submissions, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(user.Address, user.Password);
        await client.SendAsync(mail);
        await client.DisconnectAsync(quit: true);
    }

    /// <summary>
    /// Hands a mail as it is on to some recipients in one transaction, as a relay does; with notices of success,
    /// where they are wanted (RFC 3461).
    /// </summary>
    public async Task RelayAsync(
        MailUser user,
        MimeMessage mail,
        string from,
        bool notifySuccess,
        params IReadOnlyList<string> recipients
    )
    {
        using var client = new Relay(notifySuccess) { ServerCertificateValidationCallback = servers.Trusts };
        await client.ConnectAsync(MailServers.Host, servers.Ports.Submissions, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(user.Address, user.Password);
        await client.SendAsync(mail, MailboxAddress.Parse(from), recipients.Select(MailboxAddress.Parse));
        await client.DisconnectAsync(quit: true);
    }

    /// <summary>Waits for a mail in the inbox, the first one that meets the predicate.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">None came in time; the message has the subjects that did.</exception>
    public async Task<MimeMessage> WaitForMailAsync(
        MailUser user,
        Func<MimeMessage, bool>? predicate = null,
        TimeSpan? deadline = null
    )
    {
        MimeMessage? found = null;
        await Eventually.ReadAsync(
            async () =>
            {
                var mails = await InboxAsync(user);
                found = mails.FirstOrDefault(predicate ?? (_ => true));
                return mails.Select(mail => mail.Subject).ToList();
            },
            _ => found is not null,
            deadline,
            $"a mail that {user.Address} waits for"
        );
        return found!;
    }

    /// <summary>All mails of the inbox, oldest first; reading does not mark them as seen.</summary>
    public Task<IReadOnlyList<MimeMessage>> InboxAsync(MailUser user) =>
        WithInboxAsync(
            user,
            async inbox =>
            {
                var mails = new List<MimeMessage>();
                foreach (var id in await inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId))
                {
                    mails.Add(await inbox.GetMessageAsync(id.UniqueId));
                }

                return (IReadOnlyList<MimeMessage>)mails;
            }
        );

    /// <summary>Number of mails in the inbox.</summary>
    public Task<int> CountAsync(MailUser user) => WithInboxAsync(user, inbox => Task.FromResult(inbox.Count));

    /// <summary>Puts a mail into the inbox as it is, without a delivery, and returns its UID.</summary>
    public Task<UniqueId?> AppendAsync(MailUser user, MimeMessage mail, MessageFlags flags = MessageFlags.None) =>
        WithInboxAsync(user, inbox => inbox.AppendAsync(mail, flags));

    /// <summary>The flags of every mail in the inbox, oldest first.</summary>
    public Task<IReadOnlyList<MessageFlags>> FlagsAsync(MailUser user) =>
        WithInboxAsync(
            user,
            async inbox =>
            {
                var mails = await inbox.FetchAsync(0, -1, MessageSummaryItems.Flags);
                return (IReadOnlyList<MessageFlags>)[.. mails.Select(mail => mail.Flags ?? MessageFlags.None)];
            }
        );

    /// <summary>Sets flags on every mail of the inbox, and takes none away.</summary>
    public Task FlagAsync(MailUser user, MessageFlags flags) =>
        WithInboxAsync(
            user,
            async inbox =>
            {
                await StoreAsync(inbox, flags);
                return inbox.Count;
            }
        );

    /// <summary>Removes every mail from the inbox, and returns how many there were.</summary>
    public Task<int> EmptyAsync(MailUser user) =>
        WithInboxAsync(
            user,
            async inbox =>
            {
                var count = inbox.Count;
                await StoreAsync(inbox, MessageFlags.Deleted);
                await inbox.ExpungeAsync();
                return count;
            }
        );

    private sealed class Relay(bool notifySuccess) : SmtpClient
    {
        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
            MimeMessage message,
            MailboxAddress mailbox
        ) => notifySuccess ? DeliveryStatusNotification.Success | DeliveryStatusNotification.Failure : null;
    }

    private static async Task StoreAsync(IMailFolder folder, MessageFlags flags) =>
        await folder.StoreAsync(
            [.. Enumerable.Range(0, folder.Count)],
            new StoreFlagsRequest(StoreAction.Add, flags) { Silent = true }
        );

    private async Task<T> WithInboxAsync<T>(MailUser user, Func<IMailFolder, Task<T>> use)
    {
        using var client = await ConnectAsync(user);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
        var result = await use(client.Inbox);
        await client.DisconnectAsync(quit: true);
        return result;
    }
}
