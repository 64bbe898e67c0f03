using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Servers;

/// <summary>Mailboxes of the <see cref="MailServers"/> as incoming servers of a <see cref="TestGateway"/>.</summary>
public static class TestMailboxes
{
    /// <summary>The record of a user's mailbox: IMAP over TLS.</summary>
    public static IncomingServer Of(MailServers servers, MailUser user) =>
        new()
        {
            Name = user.Name,
            Host = MailServers.Host,
            Port = servers.Ports.Imaps,
            UserName = user.Address,
        };

    /// <summary>The same by POP3 over TLS.</summary>
    public static IncomingServer PopOf(MailServers servers, MailUser user) =>
        Of(servers, user) with
        {
            Protocol = MailboxProtocol.Pop3,
            Port = servers.Ports.Pop3s,
        };

    public static Task<TestGateway> StartAsync(
        MailServers servers,
        Action<IDictionary<string, string?>>? more = null
    ) =>
        TestGateway.StartAsync(settings =>
        {
            settings["Tls:CaFile"] = servers.AuthorityPath;
            more?.Invoke(settings);
        });

    /// <summary>Saves a server with its password; it is not confirmed.</summary>
    public static async Task PutMailboxAsync(
        this TestGateway gateway,
        string id,
        IncomingServer server,
        string password
    )
    {
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.IncomingPassword(id), password, default);
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, id, server);
    }

    public static async Task<MailboxTestResult> TestMailboxAsync(
        this TestGateway gateway,
        string id,
        ImportChoice? import = null
    ) => (await gateway.Get<MailboxTest>().TestAsync(id, new MailboxTestOptions(import), default)).Result!;

    /// <summary>Saves a server and confirms it.</summary>
    public static async Task ConfirmMailboxAsync(
        this TestGateway gateway,
        string id,
        IncomingServer server,
        string password,
        ImportChoice import = ImportChoice.Everything
    )
    {
        await gateway.PutMailboxAsync(id, server, password);
        var result = await gateway.TestMailboxAsync(id, import);
        Assert.True(result.Ok, result.Advice);
    }

    /// <summary>One fetch, and the next where mail is left; then the routing of all that came in.</summary>
    public static async Task FetchAsync(this TestGateway gateway, string id)
    {
        await gateway.Get<MailQueues>().PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = id }, default);
        await gateway.DrainAsync();
    }

    public static async Task<MailboxSchedule> ScheduleAsync(this TestGateway gateway, string id) =>
        (await gateway.Get<MailboxStore>().FindScheduleAsync(id, default))!.Value;

    public static async Task<FolderPosition> PositionAsync(
        this TestGateway gateway,
        string id,
        string folder = "INBOX"
    ) => (await gateway.Get<MailboxStore>().FindPositionAsync(id, folder, default))!;

    /// <summary>All that the journal holds of the day before until now.</summary>
    public static async Task<IReadOnlyList<JournalEntry>> JournalAsync(this TestGateway gateway)
    {
        var journal = gateway.Get<JournalStore>();
        var now = gateway.Time.GetUtcNow();
        return
        [
            .. await journal.ListAsync(now, null, 10_000, default),
            .. await journal.ListAsync(now.AddDays(-1), null, 10_000, default),
        ];
    }
}
