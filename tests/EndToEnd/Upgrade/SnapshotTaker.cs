using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Takes a snapshot of the gateway as it is today: lets it work, stops it amid that, writes down what is stored.
/// </summary>
internal sealed class SnapshotTaker
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Unfinished = ["queued", "sending", "waiting", "unknown"];

    private readonly string _storage;
    private readonly TestGateway _gateway;
    private readonly HttpApi _api;

    private SnapshotTaker(string storage, TestGateway gateway, HttpApi api) =>
        (_storage, _gateway, _api) = (storage, gateway, api);

    public static async Task TakeAsync(Snapshot snapshot)
    {
        var (storage, time) = ((await Azurite.SharedAsync()).NewAccount(), new FakeTimeProvider(Monday));
        await using var gateway = await TestGateway.StartAsync(storage, time, null);
        await using var api = await HttpApi.StartAsync(storage, time);
        await new SnapshotTaker(storage, gateway, api).RunAsync(snapshot);
    }

    private async Task RunAsync(Snapshot snapshot)
    {
        var (desk, discussion) = (new Desk(_gateway, _api), new Discussion(_gateway, _api));
        await desk.SetUpAsync();
        var mailbox = await desk.ReadMailboxAsync();
        await discussion.HoldAsync();
        var left = await new Interruptions(_gateway, _api, _storage).LeaveAsync(discussion.Thread);
        var facts = new Facts(
            _gateway.Time.GetUtcNow(),
            Connections.AccountOf(_storage),
            _gateway.Catcher.Port,
            discussion.Thread,
            left.Interrupted,
            left.Planned,
            left.PendingMail,
            await FindBegunAsync(),
            Coming(),
            mailbox
        );
        var answers = await OldAnswers.AskAsync(_api, OldAnswers.Paths(facts));
        await snapshot.WriteAsync(_storage, facts, answers, _gateway.Catcher.Mails.Select(mail => new SentMail(mail)));
    }

    private async Task<IReadOnlyList<Copy>> FindBegunAsync()
    {
        var begun = new List<Copy>();
        var threads = new TableClient(_storage, TableNames.Threads);
        var heads = threads.QueryAsync<TableEntity>(row => row.RowKey == "h", select: ["PartitionKey"]);
        await foreach (var head in heads)
        {
            var messages = await _api.GetAsync($"threads/{head.PartitionKey.Replace(':', '/')}/messages");
            foreach (var message in messages["items"]!.AsArray())
            {
                var deliveries = message!["deliveries"]!.AsArray().Where(IsUnfinished);
                begun.AddRange(deliveries.Select(delivery => CopyOf(message, delivery!)));
            }
        }
        return begun;
    }

    private static bool IsUnfinished(JsonNode? delivery) => Unfinished.Contains(delivery!["state"]!.GetValue<string>());

    private static Copy CopyOf(JsonNode message, JsonNode delivery) =>
        new(message["messageId"]!.GetValue<string>(), delivery["recipient"]!.GetValue<string>());

    // What was begun, what lay on queues, and what the mails that came in last tell the agent. Ned wants no mailings.
    private static IReadOnlyList<Letter> Coming() =>
        [
            new(Cast.Sloane, "Re: Printer on fire"),
            new(Cast.Agent, "Handle broken"),
            new(Cast.Agent, "Handle still broken"),
            new(Cast.Agent, "Door stuck"),
            new(Cast.Agent, "Lamp dark"),
            new(Cast.Carl, "Re: Printer on fire"),
            new(Cast.Sloane, "Re: Printer on fire"),
            new(Cast.Ulf, "Re: Printer on fire"),
            new(Cast.Bea, "Re: Printer on fire"),
            new(Cast.Rita, "Mailing two"),
        ];
}
