using Azure;
using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>A mailbox of a real Dovecot over HTTP, from its record to its repair.</summary>
public sealed class MailboxEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [SkippableFact]
    public async Task A_mailbox_is_saved_tested_confirmed_fetched_audited_and_repaired()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        var record = $$"""
            {
              "name": "Box", "host": "{{MailServers.Host}}", "port": {{servers.Ports.Imap}}, "security": "none",
              "userName": "{{user.Address}}", "password": "{{user.Password}}"
            }
            """;
        await servers.Mail.AppendAsync(user, Mails.New("carl@customer.example", "support@mycompany.example"));

        var saved = await gateway.PutAsync("incoming-servers/box", record);
        Assert.True(saved.Json["hasPassword"]!.GetValue<bool>());
        Assert.DoesNotContain(
            user.Password,
            saved.ToString() + await gateway.GetAsync("incoming-servers/box"),
            StringComparison.Ordinal
        );
        Assert.Equal(409, (await gateway.PostAsync("incoming-servers/box/fetch", "")).Status);
        Assert.Equal(409, (await gateway.GetAsync("incoming-servers/box/audit")).Status);

        Assert.Equal(
            "draft",
            (await gateway.SendAsync("POST", "incoming-servers/box/test", null, null)).Json["state"]!.GetValue<string>()
        );
        var tested = await gateway.PostAsync("incoming-servers/box/test", """{"import":"everything"}""");
        Assert.Equal(
            (200, true, "confirmed", 1),
            (
                tested.Status,
                tested.Json["ok"]!.GetValue<bool>(),
                tested.Json["state"]!.GetValue<string>(),
                tested.Json["folders"]!["INBOX"]!.GetValue<int>()
            )
        );

        Assert.Equal(202, (await gateway.PostAsync("incoming-servers/box/fetch", "")).Status);
        var message = Assert
            .Single((await gateway.Storage.Queue(QueueNames.MailboxFetch).ReceiveMessagesAsync(32)).Value)
            .MessageText;
        Assert.Equal("box", ContractReader.Read<MailboxItem>(message).Item!.Server);
        await gateway.Services.GetRequiredService<MailboxFetcher>().ProcessAsync(message, default);

        var shown = Assert.Single((await gateway.GetAsync("health")).Json["mailboxes"]!.AsArray())!;
        Assert.Equal(
            ("box", "confirmed", 0),
            (
                shown["server"]!.GetValue<string>(),
                shown["state"]!.GetValue<string>(),
                shown["failures"]!.GetValue<int>()
            )
        );
        Assert.NotNull(shown["lastSuccess"]);
        await RemoveJournalRowAsync();

        Assert.Equal(1, await MissingAsync(gateway.GetAsync("incoming-servers/box/audit"), repaired: false));
        Assert.Equal(["repair"], (await gateway.GetAsync("incoming-servers/box/audit?repair=true")).Fields);
        Assert.Equal(
            1,
            await MissingAsync(gateway.PostAsync("incoming-servers/box/audit?repair=true", ""), repaired: true)
        );
        Assert.Equal(0, await MissingAsync(gateway.GetAsync("incoming-servers/box/audit"), repaired: false));
        Assert.Equal(404, (await gateway.GetAsync("incoming-servers/nobody/audit")).Status);
    }

    private async Task RemoveJournalRowAsync()
    {
        var entry = Assert.Single(
            await gateway
                .Services.GetRequiredService<JournalStore>()
                .ListAsync(DateTimeOffset.UtcNow, (JournalFilter?)null, 10, default)
        );
        await gateway
            .Storage.Table(TableNames.Journal)
            .DeleteEntityAsync(new MailId(entry.Id).Partition, entry.Id, ETag.All);
    }

    private static async Task<int> MissingAsync(Task<Reply> audit, bool repaired)
    {
        var reply = await audit;
        Assert.Equal(200, reply.Status);
        var missing = reply.Json["folders"]![0]!["missing"]!.AsArray();
        Assert.All(missing, mail => Assert.Equal(repaired, mail!["repaired"]!.GetValue<bool>()));
        return missing.Count;
    }
}
