using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Bench.EndToEnd;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Bench.Growth;

/// <summary>Fills storage with what much of it is measured of.</summary>
internal static class Much
{
    public const int Aliases = 10_000;
    public const int Servers = 200;
    public const int FewMessages = 10;
    public const int Messages = 10_000;
    public const int FewMails = 2;
    public const int MailsOfSender = 5_000;
    public const int Followers = 1_000;
    private const int AtOnce = 8;
    private const int Transaction = 100;

    /// <summary>Further aliases beside the desk's own.</summary>
    public static async Task AliasesAsync(Desk desk, int count)
    {
        await desk.PutAliasAsync("a0000000");
        var table = desk.Table(TableNames.Aliases);
        var first = await FirstAsync(table, row => row.RowKey.Contains("a0000000", StringComparison.Ordinal));
        foreach (var numbers in Enumerable.Range(1, count - 1).Chunk(Transaction))
            await table.SubmitTransactionAsync(
                numbers.Select(number => Add(Renamed(first, "a0000000", FormattableString.Invariant($"a{number:D7}"))))
            );
        // What was written past the store is read when the store writes the next.
        await desk.PutAliasAsync("a0000000");
    }

    /// <summary>Servers of which one may send for the desk's domain; all are the sink.</summary>
    public static async Task ServersAsync(Desk desk, int port, int count)
    {
        for (var number = 0; number < count; number++)
            await desk.ConfigureAsync(
                ConfigurationKinds.OutgoingServer,
                $"server{number}",
                new OutgoingServer
                {
                    Id = $"server{number}",
                    Name = $"Server {number}",
                    Host = "127.0.0.1",
                    Port = port,
                    Security = ConnectionSecurity.None,
                    FromFilter = number == 0 ? Letter.Domain : $"company{number}.example",
                }
            );
    }

    /// <summary>Messages of a year ago, as copies of the first.</summary>
    public static async Task MessagesAsync(Desk desk, ThreadKey thread, int count)
    {
        var table = desk.Table(TableNames.Threads);
        var first = await FirstAsync(
            table,
            row => row.PartitionKey == thread.Partition && row.RowKey.StartsWith("m:", StringComparison.Ordinal)
        );
        var model = JsonNode.Parse(first.GetString("json"))!;
        var start = DateTimeOffset.UtcNow.AddYears(-1);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Transaction))
            await table.SubmitTransactionAsync(
                numbers.Select(number =>
                {
                    var id = Hash.Of(MessageKey.IdLength, $"{number}");
                    var key = MessageKey.Create(start.AddMinutes(number), id);
                    model["key"] = key.Value;
                    var row = new TableEntity(thread.Partition, $"m:{key.Value}") { ["json"] = model.ToJsonString() };
                    return Add(row);
                })
            );
    }

    /// <summary>Mails that a sender sent in the last hour and a half, each to another thread.</summary>
    public static Task HistoryAsync(Desk desk, string sender, int count) =>
        Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, stop) =>
            {
                var time = DateTimeOffset.UtcNow.AddSeconds(-number);
                var mail = new MailSentIn(time, Aliases: [], Threads: [$"bench.other:{number}"]);
                var id = MailId.Create(time, $"history-{sender}-{number}");
                await desk.Get<PeopleStore>().AddSentInAsync(sender, id.Value, mail, stop);
            }
        );

    public static Task FollowersAsync(Desk desk, ThreadKey thread, int count) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, stop) =>
            {
                var follower = new Follower { Address = $"more{number}@customer.example" };
                await desk.Get<ThreadStore>().TryAddFollowerAsync(thread, follower, stop);
            }
        );

    /// <summary>The loop guard does not count the mails of this sender.</summary>
    public static Task AllowAsync(Desk desk, string sender) =>
        desk.ConfigureAsync(ConfigurationKinds.AllowedSender, sender, new AllowedSender { Address = sender });

    private static async Task<TableEntity> FirstAsync(TableClient table, Func<TableEntity, bool> which)
    {
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            if (which(row))
                return row;
        }
        throw new InvalidOperationException($"There is no such row in {table.Name}.");
    }

    private static TableEntity Renamed(TableEntity row, string from, string to)
    {
        var renamed = new TableEntity(row.PartitionKey, Rename(row.RowKey));
        foreach (
            var (name, value) in row.Where(one =>
                one.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")
            )
        )
            renamed[name] = value is string text ? Rename(text) : value;
        return renamed;

        string Rename(string text) => text.Replace(from, to, StringComparison.Ordinal);
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);
}
