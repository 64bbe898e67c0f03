using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Operations;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>What an old version knew, today's code knows.</summary>
[Collection(nameof(Upgrade))]
[Trait("Speed", "Long")]
public sealed class OldRecordsTests(Upgrades upgrades)
{
    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task The_HTTP_functions_answer_what_they_answered_before(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        Assert.Empty(OldAnswers.Differences("", upgraded.AnswersBefore, upgraded.AnswersNow));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task Mailings_still_leave_out_who_is_on_the_blacklist(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        Assert.Single(upgraded.Sent, mail => mail.Letter == new Letter(Cast.Rita, "Mailing two"));
        Assert.DoesNotContain(upgraded.Sent, mail => mail.Recipient == Cast.Ned);
        Assert.Equal("manual", (await upgraded.Api.GetAsync($"blacklist/{Cast.Ned}"))["reason"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task What_somebody_sent_in_before_still_counts_against_a_loop(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var entry = await upgraded.TakeInAsync(Mails.New(Cast.Dora, Cast.Support, "Handle gone"));

        Assert.Equal("ignored", entry["state"]!.GetValue<string>());
        var reasons = entry["reasons"]!.AsArray().Select(reason => reason!["text"]!.GetValue<string>());
        Assert.Contains(reasons, text => text.StartsWith("2 mails went to ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_mailbox_is_read_on_from_where_it_was_read_to(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var (expected, gateway) = (upgraded.Facts.Mailbox, upgraded.Gateway);

        var position = await gateway.PositionAsync(Cast.Mailbox, expected.Folder);
        var schedule = await gateway.ScheduleAsync(Cast.Mailbox);

        Assert.Equal((expected.UidValidity, expected.LowWater), (position.UidValidity, position.LowWater));
        Assert.Equal(expected.Exception, Assert.Single(position.Exceptions).Key);
        Assert.Equal(expected.Confirmed, schedule.Confirmed);
        var server = Assert.Single((await gateway.Get<GatewayConfigurationSource>().GetAsync(default)).IncomingServers);
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(server, schedule));
        Assert.Equal(MailboxRules.AccountOf(server), position.Account);
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_file_is_found_under_the_name_that_its_message_has(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var messages = await upgraded.ItemsAsync($"threads/{Cast.Model}/{upgraded.Facts.Discussion}/messages");
        var file = messages.SelectMany(message => message!["attachments"]!.AsArray()).First()!;

        var content = await upgraded.Gateway.Get<ContentStore>().FindAsync(file["blob"]!.GetValue<string>(), default);

        Assert.Equal("A red one", content!.ToString());
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_password_is_still_known(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var secrets = upgraded.Gateway.Get<ISecretStore>();

        var password = await secrets.GetAsync(SecretNames.IncomingPassword(Cast.Mailbox), default);

        Assert.Equal(Cast.MailboxPassword, password);
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task Old_threads_and_deliveries_are_found_once_their_rows_are_filled_in(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var fill = upgraded.Gateway.Get<IndexFill>();

        await fill.BeginAsync(default);
        await fill.RunAsync(default);

        var table = upgraded.Gateway.Get<GatewayStorage>().Table(TableNames.Threads);
        var heads = await table.QueryAsync<TableEntity>("RowKey eq 'h'").Select(row => row.PartitionKey).ToListAsync();
        var threads = await upgraded.ItemsAsync("threads?limit=200");
        Assert.Equal(heads, threads.Select(thread => PartitionOf(thread!)).Order(StringComparer.Ordinal));
        var toAgent = table.QueryAsync<TableEntity>("RowKey ge 'd:' and RowKey lt 'd;'");
        var expected = await toAgent.CountAsync(row =>
            row.GetString("json").Contains($"\"recipient\":\"{Cast.Agent}\"", StringComparison.Ordinal)
        );
        Assert.NotEqual(0, expected);
        Assert.Equal(expected, (await upgraded.ItemsAsync($"deliveries?recipient={Cast.Agent}&limit=1000")).Count);
    }

    private static string PartitionOf(JsonNode thread) =>
        new ThreadKey(thread["model"]!.GetValue<string>(), thread["id"]!.GetValue<string>()).Partition;
}
