using System.Text.Json;
using Postern.Contracts.Queues;
using Postern.Core.Text;

namespace Postern.Core.Requests;

/// <summary>
/// Parses JSON from outside. Unknown or duplicate members, nulls in lists and unpaired surrogates are errors that name
/// the member. No input makes it throw.
/// </summary>
public static class JsonInput
{
    private const string Unreadable = "is not valid JSON";
    private const string HalfPair = "holds half of a surrogate pair, which is not a character";
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = PosternJson.Strict.MaxDepth,
    };

    /// <summary>Parses a JSON object in UTF-8.</summary>
    public static JsonInputResult<JsonElement> ReadObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new(default, new("", $"is {JsonWords.KindOf(root.ValueKind)}, must be a JSON object"));
            return FindProblem(root, "") is { } problem ? new(default, problem) : new(root.Clone(), null);
        }
        catch (JsonException e)
        {
            return new(default, Duplicate(e) ?? new("", Unreadable + JsonWords.PlaceOf(e)));
        }
        catch (InvalidOperationException)
        {
            // Thrown by the check for duplicates, which decodes the names of members.
            return new(default, new("", HalfPair));
        }
    }

    /// <summary>Deserialises a JSON object to a record.</summary>
    public static JsonInputResult<T> Read<T>(JsonElement json)
    {
        try
        {
            return json.Deserialize<T>(PosternJson.Strict) is { } value
                ? new(value, null)
                : new(default, new("", "must be a JSON object"));
        }
        catch (JsonException e)
        {
            return new(default, Problem(e, json, typeof(T)));
        }
    }

    // Nulls in lists, which the deserialiser accepts, and text that is not Unicode, on which it throws other
    // exceptions.
    private static ContractProblem? FindProblem(JsonElement element, string path)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element
                    .EnumerateObject()
                    .Select(member => FindProblem(member.Value, Join(path, member.Name)))
                    .FirstOrDefault(problem => problem is not null),
                JsonValueKind.Array => element
                    .EnumerateArray()
                    .Select((item, index) => FindItemProblem(item, $"{path}[{index}]"))
                    .FirstOrDefault(problem => problem is not null),
                JsonValueKind.String => element.GetString() is null ? new(path, Unreadable) : null,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return new(path, HalfPair);
        }
    }

    private static ContractProblem? FindItemProblem(JsonElement item, string path) =>
        item.ValueKind == JsonValueKind.Null ? new(path, "must not be null") : FindProblem(item, path);

    // Only the exception's message names the member, and without its path.
    private static ContractProblem? Duplicate(JsonException e) =>
        e.Message.Contains("uplicate", StringComparison.Ordinal) && e.Message.Split('\'') is [_, var name, ..]
            ? new(name, "is given twice")
            : null;

    private static ContractProblem Problem(JsonException e, JsonElement json, Type type)
    {
        var path = PathOf(e);
        const string Missing = "missing required properties including: '";
        var missing = e.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (missing >= 0)
            return new(Join(path, e.Message[(missing + Missing.Length)..].Split('\'')[0]), "is missing");
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return new(path, Unknown(e.Path!, type));
        var isNull = e.Message.Contains("null values", StringComparison.Ordinal);
        return new(path, isNull ? "must not be null" : JsonWords.WrongKind(JsonMember.At(e.Path, json, type)));
    }

    // The path names the member that is unknown, so the object that should have it is the one above.
    private static string Unknown(string path, Type type)
    {
        var above = path.LastIndexOf('.');
        var owner = JsonMember.At(above < 0 ? "" : path[..above], default, type).Type;
        var known = JsonMember.InfoOf(owner)?.Properties.Select(property => property.Name).ToList();
        return known is { Count: > 0 }
            ? $"is not a known field; the nearest is '{EditDistance.Nearest(path[(above + 1)..], known)}'"
            : "is not a known field";
    }

    private static string PathOf(JsonException e) => e.Path?.TrimStart('$').TrimStart('.') ?? "";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

/// <summary>The parsed value, or the member that is wrong.</summary>
public sealed record JsonInputResult<T>(T? Value, ContractProblem? Problem);
