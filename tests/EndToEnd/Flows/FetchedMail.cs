using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Flows;

/// <summary>
/// Mail that lies in a mailbox of Dovecot, from where the gateway fetches it over TLS, ten mails a run.
/// </summary>
internal sealed class FetchedMail : IMailDrop, IDisposable
{
    private const string Server = "desk";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Deployment _deployment;
    private readonly ImapClient _client;
    private readonly Stopwatch _sinceCall = Stopwatch.StartNew();

    private FetchedMail(Deployment deployment, ImapClient client) => (_deployment, _client) = (deployment, client);

    public static async Task<FetchedMail> CreateAsync(Deployment deployment, MailServers servers)
    {
        var mailbox = servers.NewUser(Server);
        await deployment.Get<ISecretStore>().SetAsync(SecretNames.IncomingPassword(Server), mailbox.Password, default);
        await deployment.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.batch", "10");
        await deployment.PutAsync(
            ConfigurationKinds.IncomingServer,
            Server,
            new IncomingServer
            {
                Name = "Desk",
                Host = MailServers.Host,
                Port = servers.Ports.Imaps,
                UserName = mailbox.Address,
            }
        );
        var tested = await deployment
            .Get<MailboxTest>()
            .TestAsync(Server, new MailboxTestOptions(ImportChoice.Everything), default);
        Assert.True(tested.Result!.Ok, tested.Result.Advice);
        var client = await servers.Mail.ConnectAsync(mailbox);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        return new FetchedMail(deployment, client);
    }

    public Task HandInAsync(MimeMessage mail) => _client.Inbox!.AppendAsync(mail);

    // As an administrator's "fetch now": the period of fetching is counted in minutes.
    public async Task CallAsync()
    {
        if (_sinceCall.Elapsed < Period)
            return;
        _sinceCall.Restart();
        await _deployment
            .Get<MailQueues>()
            .PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = Server }, default);
    }

    /// <summary>How many mails in the mailbox are not marked as seen.</summary>
    public async Task<int> CountUnseenAsync() =>
        (await _client.Inbox!.FetchAsync(0, -1, MessageSummaryItems.Flags)).Count(mail =>
            mail.Flags?.HasFlag(MessageFlags.Seen) != true
        );

    public void Dispose() => _client.Dispose();
}
