using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Text;

namespace Postern.Core.Threads.Planning;

/// <summary>
/// The content of a program's message as a hash of each member, by which a repeated message is told from another one that
/// has its id by mistake. How the message was written does not count: spaces, the order of members, defaults that were
/// spelt out, a text in a blob or in the message.
/// </summary>
public static class ContentFields
{
    private const int Length = 10;

    // What is no content, and what is read from elsewhere. The thread is part of the id.
    private static readonly string[] Apart =
    [
        "v",
        "id",
        "thread",
        "text",
        "textBlob",
        "html",
        "htmlBlob",
        "attachments",
    ];

    /// <summary>The hashes by name of the member; members that have their default are left out.</summary>
    /// <param name="item">The message.</param>
    /// <param name="attachments">Its attachments.</param>
    /// <param name="content">Its bodies, as they were read.</param>
    public static IReadOnlyDictionary<string, string> Of(
        QueueContract item,
        IReadOnlyList<AttachmentItem> attachments,
        MessageContent content
    )
    {
        var members = JsonSerializer.SerializeToNode(item, item.GetType(), PosternJson.Strict)!.AsObject();
        foreach (var name in Apart)
            members.Remove(name);
        members["text"] = content.Text;
        members["html"] = content.Html;
        members["attachments"] = JsonSerializer.SerializeToNode(attachments.Select(ByContent), PosternJson.Strict);
        return members
            .Where(member => !IsDefault(member.Value))
            .ToDictionary(member => member.Key, member => Hash.Of(Length, Canonical(member.Value!)));
    }

    /// <summary>
    /// Why a message with the id of an earlier one is not taken, as a sentence without its subject: which members differ.
    /// Null when it is the same message again, and when an older version took the first, of which that is not known.
    /// </summary>
    /// <param name="earlier">What was decided about the first.</param>
    /// <param name="fields">The content of this one.</param>
    public static string? FindReuse(Claim earlier, IReadOnlyDictionary<string, string> fields)
    {
        if (earlier.Fields is not { } known)
            return null;
        var differing = known
            .Keys.Union(fields.Keys)
            .Where(name => known.GetValueOrDefault(name) != fields.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (differing.Count == 0)
            return null;
        var time = earlier.Postings is [var first, ..]
            ? $" at {first.Time.ToString("u", CultureInfo.InvariantCulture)}"
            : "";
        return $"was used{time} for a message with other content, which stays as it was: "
            + $"{string.Join(", ", differing)} {(differing.Count == 1 ? "differs" : "differ")}";
    }

    // Bytes in the message are what a blob is named by that the gateway made of them.
    private static AttachmentItem ByContent(AttachmentItem item) =>
        item.Content is { } content
            ? item with
            {
                Content = null,
                Blob = Hash.OfContent(Convert.FromBase64String(content)),
            }
            : item;

    private static bool IsDefault(JsonNode? value) =>
        value switch
        {
            null => true,
            JsonArray list => list.Count == 0,
            JsonObject members => members.Count == 0,
            _ => value.GetValueKind() == JsonValueKind.False,
        };

    private static string Canonical(JsonNode value)
    {
        if (value is not JsonObject members)
            return value.ToJsonString(PosternJson.Strict);
        var ordered = members.OrderBy(member => member.Key, StringComparer.Ordinal);
        return new JsonArray([
            .. ordered.Select(member => new JsonArray(member.Key, member.Value?.DeepClone())),
        ]).ToJsonString(PosternJson.Strict);
    }
}
