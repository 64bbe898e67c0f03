using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Text;

namespace Postern.Core.Audit;

/// <summary>A change of a resource, reduced to what differs.</summary>
/// <param name="Action">What is done to it.</param>
/// <param name="What">The resource, as its path in the API says it.</param>
/// <param name="Before">Members that differ, as they were; null when there was none.</param>
/// <param name="After">The same as they will be; null when it is deleted.</param>
public sealed record AuditedChange(AuditAction Action, string What, JsonNode? Before, JsonNode? After)
{
    private const int LongestText = 500;
    private const int MostItems = 50;

    // Characters of JSON: what is written of both sides fits into one row many times over.
    private const int Longest = 50_000;

    /// <summary>The change from one state of a record to another; null stands for none.</summary>
    public static AuditedChange Of(string what, object? before, object? after)
    {
        var (was, willBe) = (JsonOf(before), JsonOf(after));
        if (was is JsonObject old && willBe is JsonObject wanted)
            (was, willBe) = (Differing(old, wanted), Differing(wanted, old));
        var action =
            before is null ? AuditAction.Created
            : after is null ? AuditAction.Deleted
            : AuditAction.Changed;
        return new AuditedChange(action, what, Shortened(was), Shortened(willBe));
    }

    /// <summary>A secret that is stored or deleted, by its name.</summary>
    public static AuditedChange OfSecret(string what, string name, bool isSet) =>
        new(
            isSet ? AuditAction.SecretSet : AuditAction.SecretDeleted,
            what,
            null,
            new JsonObject { ["secret"] = name }
        );

    private static JsonNode? JsonOf(object? record) =>
        record is null ? null : JsonSerializer.SerializeToNode(record, record.GetType(), PosternJson.Tolerant);

    private static JsonObject Differing(JsonObject one, JsonObject other) =>
        new(
            one.Where(member => !JsonNode.DeepEquals(member.Value, other[member.Key]))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );

    private static JsonNode? Shortened(JsonNode? node)
    {
        var brief = Cut(node);
        if (brief is not JsonObject members || members.ToJsonString().Length <= Longest)
            return brief;
        return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)"…")));
    }

    private static JsonNode? Cut(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, Cut(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Take(MostItems).Select(Cut), .. Rest(items)]),
            JsonValue value when value.TryGetValue<string>(out var text) && text.Length > LongestText => CutText.At(
                text,
                LongestText
            ) + "…",
            _ => node?.DeepClone(),
        };

    private static IEnumerable<JsonNode?> Rest(JsonArray items) =>
        items.Count > MostItems ? [$"… {items.Count - MostItems} more"] : [];
}
