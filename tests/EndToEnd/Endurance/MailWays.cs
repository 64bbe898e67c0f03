using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Tests.Flows;
using Postern.Tests.Servers;

namespace Postern.Tests.Endurance;

/// <summary>
/// The ways into a gateway: pushed, by queue, and mailboxes that are fetched from by IMAP with marks, by IMAP with
/// deletion and by POP3 with deletion.
/// </summary>
internal sealed class MailWays : IDisposable
{
    private static readonly string[] Boxes = ["imap", "imap-delete", "pop3-delete"];
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Deployment _deployment;
    private readonly MailServers _servers;
    private readonly List<(MailUser User, ImapClient Client)> _boxes = [];
    private readonly Stopwatch _sinceCall = Stopwatch.StartNew();

    private MailWays(Deployment deployment, MailServers servers) => (_deployment, _servers) = (deployment, servers);

    /// <summary>Names of the ways.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pushed", "queue", .. Boxes];

    public static async Task<MailWays> CreateAsync(Deployment deployment, MailServers servers)
    {
        var ways = new MailWays(deployment, servers);
        foreach (var box in Boxes)
            ways._boxes.Add(await ways.AddAsync(box));
        return ways;
    }

    /// <summary>Hands a mail in.</summary>
    public async Task HandInAsync(string way, byte[] mail)
    {
        var content = SpooledContent.Of(mail);
        if (way == Names[0])
        {
            var origin = new MailOrigin("http");
            await _deployment
                .Get<MailIntake>()
                .TakeInAsync(MailIntake.KeyOf(content, origin), content, origin, default);
        }
        else if (way == Names[1])
        {
            await PutAsync(QueueNames.InboundMail, new InboundItem { Mime = Convert.ToBase64String(mail) });
        }
        else
        {
            using var stream = new MemoryStream(mail);
            await _boxes[Array.IndexOf(Boxes, way)].Client.Inbox!.AppendAsync(await MimeMessage.LoadAsync(stream));
        }
    }

    public Task PutAsync<T>(string queue, T item)
        where T : QueueContract => _deployment.Get<MailQueues>().PutAsync(queue, item, default);

    /// <summary>As an administrator's "fetch now": the period of fetching is counted in minutes.</summary>
    public async Task CallAsync()
    {
        if (_sinceCall.Elapsed < Period)
            return;
        _sinceCall.Restart();
        foreach (var box in Boxes)
            await PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = box });
    }

    /// <summary>Mails that are in a mailbox as if nobody had fetched them.</summary>
    public async Task<int> CountLeftAsync()
    {
        var unseen = (await _servers.Mail.FlagsAsync(_boxes[0].User)).Count(flags => !flags.HasFlag(MessageFlags.Seen));
        return unseen + await _servers.Mail.CountAsync(_boxes[1].User) + await _servers.Mail.CountAsync(_boxes[2].User);
    }

    public void Dispose() => _boxes.ForEach(box => box.Client.Dispose());

    private async Task<(MailUser User, ImapClient Client)> AddAsync(string box)
    {
        var user = _servers.NewUser(box);
        var server = box == Boxes[2] ? TestMailboxes.PopOf(_servers, user) : TestMailboxes.Of(_servers, user);
        await _deployment.Get<ISecretStore>().SetAsync(SecretNames.IncomingPassword(box), user.Password, default);
        await _deployment.PutAsync(
            ConfigurationKinds.IncomingServer,
            box,
            box == Boxes[0] ? server : server with { AfterFetch = AfterFetch.Delete }
        );
        var client = await _servers.Mail.ConnectAsync(user);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var tested = await _deployment
            .Get<MailboxTest>()
            .TestAsync(box, new MailboxTestOptions(ImportChoice.Everything), default);
        Assert.True(tested.Result!.Ok, tested.Result.Advice);
        return (user, client);
    }
}
