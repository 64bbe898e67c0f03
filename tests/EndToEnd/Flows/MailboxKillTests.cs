using System.Diagnostics;
using System.Globalization;
using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Flows;

/// <summary>kill -9 of instances while they fetch from several mailboxes at once.</summary>
[Collection(nameof(EndToEnd))]
public sealed class MailboxKillTests(ITestOutputHelper output)
{
    private const int Boxes = 3;

    [SkippableFact]
    [Trait("Speed", "Long")]
    public Task Killed_8_times_while_240_mails_are_fetched_from_3_mailboxes_every_mail_is_on_exactly_one_thread() =>
        RunAsync(mailsOfEach: 80, kills: 8);

    [SkippableFact]
    [Trait("Speed", "Endurance")]
    public Task Killed_20_times_while_1200_mails_are_fetched_from_3_mailboxes_every_mail_is_on_exactly_one_thread() =>
        RunAsync(mailsOfEach: 400, kills: 20);

    private async Task RunAsync(int mailsOfEach, int kills)
    {
        var mails = Boxes * mailsOfEach;
        var servers = await MailServers.SharedAsync();
        await using var deployment = await Deployment.CreateAsync(("Tls__CaFile", servers.AuthorityPath));
        // Nobody follows: what is tested is the way in.
        await deployment
            .Get<AliasStore>()
            .PutAsync(
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = "orders",
                    Model = "sale.order",
                },
                null,
                false,
                default
            );
        await deployment.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.batch", Invariant(mailsOfEach / 8));
        await Task.WhenAll(Enumerable.Range(0, Boxes).Select(box => SetUpAsync(deployment, servers, box, mailsOfEach)));
        var (seed, watch) = (Random.Shared.Next(), Stopwatch.StartNew());
        var random = new Random(seed);
        InstanceKiller killer;
        await using (var host = deployment.Start())
        {
            killer = new InstanceKiller(host, deployment.Catcher, random);
            for (var (kill, steps) = (0, 0); kill < kills; kill++)
            {
                // Two steps a mail: taken in, routed. The kills are spread over all of them, each at a random one.
                var target = random.Next(steps + 1, (2 * mails * (kill + 1) / kills) + 1);
                steps = (await FetchAsync(deployment, progress => progress.Journal + progress.Routed >= target)).Steps;
                await killer.KillAsync();
            }
            await FetchAsync(deployment, progress => progress.Routed == mails);
        }
        output.WriteLine($"{killer.Kills} kills (seed {seed}) in {watch.Elapsed.TotalSeconds:0} s");

        var today = DateTimeOffset.UtcNow;
        var journal = deployment.Get<JournalStore>();
        var entries = (await journal.ListAsync(today, null, 10_000, default))
            .Concat(await journal.ListAsync(today.AddDays(-1), null, 10_000, default))
            .ToList();
        Assert.Equal(mails, entries.Count);
        Assert.All(
            entries,
            entry => Assert.True(entry.State == JournalState.Routed && entry.Threads.Count == 1, $"{entry}")
        );
        Assert.Equal(mails, entries.Select(entry => entry.MessageId).Distinct().Count());
        Assert.Equal(mails, entries.Select(entry => entry.Threads[0]).Distinct().Count());
        var rows = (await deployment.RowsAsync(TableNames.Threads)).CountBy(row => row.RowKey[..1]).ToDictionary();
        Assert.Equal((mails, mails), (rows["h"], rows["m"]));
    }

    private static async Task SetUpAsync(Deployment deployment, MailServers servers, int box, int mails)
    {
        var (id, user) = (IdOf(box), servers.NewUser("kill"));
        await deployment.Get<ISecretStore>().SetAsync(SecretNames.IncomingPassword(id), user.Password, default);
        await deployment.PutAsync(
            ConfigurationKinds.IncomingServer,
            id,
            box switch
            {
                0 => TestMailboxes.Of(servers, user),
                1 => TestMailboxes.Of(servers, user) with { AfterFetch = AfterFetch.Delete },
                _ => TestMailboxes.PopOf(servers, user) with { AfterFetch = AfterFetch.Delete },
            }
        );
        using var client = await servers.Mail.ConnectAsync(user);
        for (var mail = 0; mail < mails; mail++)
            await client.Inbox!.AppendAsync(
                Postern.Tests.Support.Mails.New(
                    $"c{box}-{mail}@customer.example",
                    $"orders@{Deployment.Domain}",
                    $"Order {box}-{mail}"
                )
            );
        var tested = await deployment
            .Get<MailboxTest>()
            .TestAsync(id, new MailboxTestOptions(ImportChoice.Everything), default);
        Assert.True(tested.Result!.Ok, tested.Result.Advice);
    }

    // A killed run's message comes back while its lease holds, and then the period of fetching, which is counted
    // in minutes,
    // would have to be waited for.
    private static async Task<Progress> FetchAsync(Deployment deployment, Func<Progress, bool> until)
    {
        var sinceCall = Stopwatch.StartNew();
        return await Eventually.ReadAsync(
            async () =>
            {
                if (sinceCall.Elapsed > TimeSpan.FromSeconds(1))
                {
                    sinceCall.Restart();
                    for (var box = 0; box < Boxes; box++)
                        await deployment
                            .Get<MailQueues>()
                            .PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = IdOf(box) }, default);
                }
                return await Progress.ReadAsync(deployment);
            },
            until,
            EndToEnd.Deadline
        );
    }

    private static string IdOf(int box) => $"box-{Invariant(box)}";

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
