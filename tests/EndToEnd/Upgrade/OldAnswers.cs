using System.Text.Json.Nodes;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Answers of the HTTP functions about what is stored: a snapshot's version's, and today's beside them.
/// </summary>
internal static class OldAnswers
{
    private const string AttentionItems = ".attention.items";

    public static IEnumerable<string> Paths(Facts facts)
    {
        var thread = $"threads/{Cast.Model}/{facts.Discussion}";
        return
        [
            thread,
            $"{thread}/followers",
            $"{thread}/messages",
            $"{thread}/deliveries",
            $"threads/{Cast.Model}/{facts.Interrupted}/messages",
            $"mails?day={facts.Taken:yyyy-MM-dd}",
            $"mails/{facts.PendingMail}",
            "attention",
            "blacklist",
            "contacts",
            $"contacts/{Cast.Bea}/bounces",
            $"contacts/{Cast.Ned}/notes",
            "alias-domains/main",
            "aliases/main/support",
            $"models/{Cast.Model}",
            "allowed-senders",
            $"incoming-servers/{Cast.Mailbox}",
        ];
    }

    public static async Task<JsonObject> AskAsync(HttpApi api, IEnumerable<string> paths)
    {
        var answers = new JsonObject();
        foreach (var path in paths)
            answers[path] = await api.GetAsync(path);
        return answers;
    }

    /// <summary>
    /// Where today's answer says something else. It may say more: members that the old version had not.
    /// </summary>
    public static IEnumerable<string> Differences(string path, JsonNode? old, JsonNode? today) =>
        (old, today) switch
        {
            (JsonObject before, JsonObject now) => before.SelectMany(member =>
                Differences($"{path}.{member.Key}", member.Value, now[member.Key])
            ),
            // A request also drives what is overdue, such as the poison queues, which lists more.
            (JsonArray before, JsonArray now) when path == AttentionItems => before.SelectMany(item =>
                Differences($"{path}[{item!["id"]}]", item, now.FirstOrDefault(other => IsSame(item, other)))
            ),
            (JsonArray before, JsonArray now) when before.Count == now.Count => before
                .Zip(now)
                .SelectMany((pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second)),
            _ when JsonNode.DeepEquals(old, today) => [],
            _ => [$"{path}: was {old?.ToJsonString() ?? "nothing"}, is {today?.ToJsonString() ?? "nothing"}"],
        };

    private static bool IsSame(JsonNode? item, JsonNode? other) => JsonNode.DeepEquals(item!["id"], other!["id"]);
}
