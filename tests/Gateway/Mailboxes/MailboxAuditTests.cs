using Azure;
using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes.Auditing;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Mailboxes;

/// <summary>The audit of a mailbox against a real Dovecot.</summary>
public sealed class MailboxAuditTests
{
    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    [Trait("Speed", "Long")]
    public async Task A_mail_whose_journal_row_is_gone_or_that_was_never_taken_in_is_found_and_taken_in_without_a_double(
        MailboxProtocol protocol
    )
    {
        var (servers, user, gateway) = await SetUpAsync(protocol, 5);
        await using var _ = gateway;
        var entries = (await gateway.JournalAsync()).OrderBy(entry => entry.Subject).ToList();
        Assert.Equal((5, true), (entries.Count, (await AuditAsync(gateway)).Complete));
        await RemoveAsync(gateway, entries[1]);
        await RemoveAsync(gateway, entries[3]);
        await gateway.Get<GatewayStorage>().Container(ContainerNames.RawMail).DeleteBlobAsync(entries[3].Raw);
        var threads = await CountThreadsAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromHours(1));

        var found = Assert.Single((await AuditAsync(gateway)).Folders);
        Assert.Equal((5, 5, 3), (found.Mails, found.Checked, found.Accounted));
        Assert.Equal(
            ["It was stored, and the journal does not know it.", "It was never stored."],
            found.Missing.Select(mail => mail.Reason)
        );
        Assert.Equal(3, (await gateway.JournalAsync()).Count);

        var repaired = Assert.Single((await AuditAsync(gateway, mends: true)).Folders);
        await gateway.DrainAsync();

        Assert.All(repaired.Missing, mail => Assert.True(mail.Repaired));
        Assert.True((await AuditAsync(gateway)).Complete);
        Assert.Equal(threads, await CountThreadsAsync(gateway));
        var after = await gateway.JournalAsync();
        // The second has lost every trace but its claim, which knows it by Message-Id and content.
        Assert.Equal(
            [4, 1],
            new[] { JournalState.Routed, JournalState.Duplicate }.Select(state =>
                after.Count(entry => entry.State == state)
            )
        );
    }

    [SkippableFact]
    public async Task A_mail_that_was_too_large_is_listed_with_the_reason_and_taken_in_once_it_may()
    {
        var (servers, user, gateway) = await SetUpAsync(MailboxProtocol.Imap, 1, largest: 2000);
        await using var _ = gateway;
        await servers.Mail.AppendAsync(
            user,
            Mails.New("lena@customer.example", $"support@{TestGateway.Domain}", "Long", new string('x', 3000))
        );
        await gateway.FetchAsync("box");
        gateway.Time.Advance(TimeSpan.FromHours(1));

        var listed = Assert.Single(Assert.Single((await AuditAsync(gateway)).Folders).Unprocessed);
        Assert.Contains("2000 are taken at most", listed.Reason, StringComparison.Ordinal);
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", TestMailboxes.Of(servers, user));
        Assert.True((await AuditAsync(gateway, mends: true)).Folders[0].Unprocessed[0].Repaired);
        await gateway.DrainAsync();

        Assert.True((await AuditAsync(gateway)).Complete);
        var entries = (await gateway.JournalAsync())
            .Where(entry => entry.Subject == "Long")
            .ToDictionary(entry => entry.State);
        Assert.Equal([JournalState.Routed, JournalState.Ignored], entries.Keys.Order());
        Assert.Empty(await gateway.Get<Postern.Gateway.Stores.AttentionStore>().ListAsync(10, default));
        Assert.Contains(
            $"taken in later, as {entries[JournalState.Routed].Id}",
            entries[JournalState.Ignored].Reasons[^1].Text,
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_mail_that_cannot_be_read_does_not_end_an_audit(MailboxProtocol protocol)
    {
        var (servers, user, gateway) = await SetUpAsync(protocol, 1);
        await using var _ = gateway;
        await servers.Mail.AppendAsync(
            user,
            Mails.New("lena@customer.example", $"support@{TestGateway.Domain}", "Broken")
        );
        // The servers are there on Linux only.
        if (!OperatingSystem.IsWindows())
            servers
                .FilesOf(user)
                .Single(file => File.ReadAllText(file.FullName).Contains("Broken", StringComparison.Ordinal))
                .UnixFileMode = UnixFileMode.None;
        for (var run = 0; run < 3; run++)
            await gateway.FetchAsync("box");

        var folder = Assert.Single((await AuditAsync(gateway)).Folders);
        Assert.Equal((2, 1), (folder.Checked, folder.Accounted));
        Assert.StartsWith(
            "It could not be fetched",
            Assert.Single(folder.Unprocessed).Reason,
            StringComparison.Ordinal
        );
        Assert.False(Assert.Single((await AuditAsync(gateway, mends: true)).Folders[0].Unprocessed).Repaired);
    }

    [SkippableFact]
    public async Task A_mail_that_was_never_decided_about_is_handed_on_and_mail_from_before_is_nobody_s_business()
    {
        var (servers, user, gateway) = await SetUpAsync(MailboxProtocol.Imap, 2, ImportChoice.FromNow);
        await using var _ = gateway;
        await servers.Mail.AppendAsync(
            user,
            Mails.New("ines@customer.example", $"support@{TestGateway.Domain}", "New")
        );
        await gateway.RunAsync(QueueNames.MailboxFetch, """{"v":1,"server":"box"}""");
        await gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ClearMessagesAsync();
        gateway.Time.Advance(TimeSpan.FromMinutes(20));

        var folder = Assert.Single((await AuditAsync(gateway, mends: true)).Folders);
        Assert.Equal((3, 2), (folder.Checked, folder.Passed));
        Assert.True(Assert.Single(folder.Unprocessed).Repaired);
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Routed, Assert.Single(await gateway.JournalAsync()).State);
        Assert.True((await AuditAsync(gateway)).Complete);
    }

    private static async Task<(MailServers Servers, MailUser User, TestGateway TestGateway)> SetUpAsync(
        MailboxProtocol protocol,
        int mails,
        ImportChoice import = ImportChoice.Everything,
        long? largest = null
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.SetUpDeskAsync();
        for (var i = 0; i < mails; i++)
            await servers.Mail.AppendAsync(
                user,
                Mails.New($"c{i}@customer.example", $"support@{TestGateway.Domain}", $"Mail {i}")
            );
        var record =
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user);
        await gateway.ConfirmMailboxAsync("box", record with { LargestMail = largest }, user.Password, import);
        await gateway.FetchAsync("box");
        return (servers, user, gateway);
    }

    private static async Task<MailboxAuditReport> AuditAsync(TestGateway gateway, bool mends = false)
    {
        var answer = await gateway.Get<MailboxAudit>().RunAsync("box", 1000, mends, default);
        Assert.True(answer.Outcome == AuditOutcome.Done, answer.Words);
        return answer.Report!;
    }

    private static async Task RemoveAsync(TestGateway gateway, JournalEntry entry) =>
        await gateway
            .Get<GatewayStorage>()
            .Table(TableNames.Journal)
            .DeleteEntityAsync(new MailId(entry.Id).Partition, entry.Id, ETag.All);

    private static async Task<int> CountThreadsAsync(TestGateway gateway)
    {
        var count = 0;
        await foreach (
            var row in gateway
                .Get<GatewayStorage>()
                .Table(TableNames.Threads)
                .QueryAsync<TableEntity>(row => row.RowKey == "h")
        )
            count++;
        return count;
    }
}
