using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Mail of a person that is on no thread is listed until somebody has done something about it.</summary>
public sealed class UnreadMailTests
{
    private const string Customer = "\"Nora New\" <nora@new.example>";

    [Fact]
    public async Task A_refused_mail_is_listed_with_what_to_do_and_counted_by_health()
    {
        await using var gateway = await DeskAsync();
        var id = await PushAsync(gateway, Customer, "catchall@mycompany.example");

        var item = Assert.Single(await ListAsync(gateway));
        Assert.Equal((AttentionKind.UnreadPerson, id.Value), (item.Kind, item.Mail));
        Assert.Contains("only collects replies", item.Reason, StringComparison.Ordinal);
        Assert.Contains("attach", item.Advice, StringComparison.Ordinal);
        Assert.True((await gateway.JournalAsync(id)).Unread);
        Assert.Equal(1, (await gateway.Get<HealthReader>().ReadAsync(default)).Attention["unreadPerson"]);
        // Its sender is told as ever.
        Assert.Equal("nora@new.example", Assert.Single(gateway.Sent).To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task A_version_that_does_not_know_the_kind_reads_the_item_as_a_flagged_mail()
    {
        await using var gateway = await DeskAsync();
        await PushAsync(gateway, Customer, "nobody@mycompany.example");

        var table = gateway.Get<GatewayStorage>().Table(TableNames.Attention);
        var row = Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
        Assert.Equal("flagged", JsonNode.Parse(row.GetString("json"))!["kind"]!.GetValue<string>());
        var item = Assert.Single(
            (await gateway.Get<AttentionStore>().FindAsync(null, 10, AttentionKind.UnreadPerson, null, default)).Items
        );
        Assert.Equal(item, await gateway.Get<AttentionStore>().FindAsync(item.Id, default));
        Assert.Empty(
            (await gateway.Get<AttentionStore>().FindAsync(null, 10, AttentionKind.Flagged, null, default)).Items
        );
    }

    [Fact]
    public async Task It_is_listed_until_it_is_on_a_thread()
    {
        await using var gateway = await DeskAsync();
        var first = await PushAsync(gateway, Customer, "support@mycompany.example");
        var thread = Assert.Single((await gateway.JournalAsync(first)).Threads);
        var id = await PushAsync(gateway, Customer, "nobody@mycompany.example");

        await gateway.Get<MailReplayer>().ReplayAsync(id, null, default);
        await gateway.DrainAsync();
        Assert.Equal(id.Value, Assert.Single(await ListAsync(gateway)).Mail);
        await gateway.Get<MailReplayer>().ReplayAsync(id, thread, default);
        await gateway.DrainAsync();

        Assert.Empty(await ListAsync(gateway));
        Assert.Equal([thread], (await gateway.JournalAsync(id)).Threads);
        Assert.False((await gateway.JournalAsync(id)).Unread);
    }

    [Fact]
    public async Task Ten_mails_of_one_sender_are_listed_in_a_day_and_the_last_says_where_the_others_are()
    {
        await using var gateway = await DeskAsync();
        for (var mail = 0; mail < UnreadTurns.MostADay + 2; mail++)
            await PushAsync(gateway, Customer, "nobody@mycompany.example");
        var other = await PushAsync(gateway, "Otto <otto@new.example>", "nobody@mycompany.example");

        var items = await ListAsync(gateway);
        Assert.Equal(UnreadTurns.MostADay + 1, items.Count);
        Assert.Contains(items, item => item.Mail == other.Value);
        Assert.Single(items, item => item.Reason.Contains("only in the journal", StringComparison.Ordinal));

        gateway.Time.Advance(TimeSpan.FromDays(1));
        var next = await PushAsync(gateway, Customer, "nobody@mycompany.example");
        Assert.Contains(await ListAsync(gateway), item => item.Mail == next.Value);
    }

    [Fact]
    public async Task Mails_of_nobody_are_counted_together()
    {
        await using var gateway = await DeskAsync();
        var (turns, numbers) = (gateway.Get<UnreadTurns>(), new List<int?>());
        for (var n = 0; n <= UnreadTurns.MostADay; n++)
        {
            var mail = MailId.Create(gateway.Time.GetUtcNow(), $"{n}.eml");
            numbers.Add(await turns.TakeAsync(null, mail, default));
            Assert.Equal(numbers[^1], await turns.TakeAsync(null, mail, default));
        }

        Assert.Equal([.. Enumerable.Range(1, UnreadTurns.MostADay).Select(n => (int?)n), null], numbers);
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<MailId> PushAsync(TestGateway gateway, string from, string to)
    {
        var id = await gateway.PushAsync(Mails.New(from, to));
        await gateway.DrainAsync();
        return id;
    }

    private static Task<IReadOnlyList<AttentionItem>> ListAsync(TestGateway gateway) =>
        gateway.Get<AttentionStore>().ListAsync(100, default);
}
