using System.Text.Json;
using Postern.Contracts.Queues;
using Postern.Core.Text;

namespace Postern.Core.Requests;

/// <summary>
/// Reads JSON that comes from outside: an unknown member, a member twice, a null in a list, half a surrogate pair are errors that
/// name the member. Nothing that a caller can send makes it throw.
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

    /// <summary>Reads a JSON object of UTF-8, or says what is wrong with it.</summary>
    public static JsonInputResult<JsonElement> ReadObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new(default, new("", "must be a JSON object"));
            return Walk(root, "") is { } problem ? new(default, problem) : new(root.Clone(), null);
        }
        catch (JsonException e)
        {
            return new(default, Duplicate(e) ?? new("", Unreadable));
        }
        catch (InvalidOperationException)
        {
            // The look for members given twice reads their names.
            return new(default, new("", HalfPair));
        }
    }

    /// <summary>Reads a JSON object as a record, or says which member is wrong.</summary>
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
            return new(default, Problem(e));
        }
    }

    // What the deserialiser would let through or throw something else at: nulls in lists, text that is no Unicode.
    private static ContractProblem? Walk(JsonElement element, string path)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element
                    .EnumerateObject()
                    .Select(member => Walk(member.Value, Join(path, member.Name)))
                    .FirstOrDefault(problem => problem is not null),
                JsonValueKind.Array => element
                    .EnumerateArray()
                    .Select(
                        (item, index) =>
                            item.ValueKind == JsonValueKind.Null
                                ? new($"{path}[{index}]", "must not be null")
                                : Walk(item, $"{path}[{index}]")
                    )
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

    // The member is named in the message only, and without where it lies.
    private static ContractProblem? Duplicate(JsonException e) =>
        e.Message.Contains("uplicate", StringComparison.Ordinal) && e.Message.Split('\'') is [_, var name, ..]
            ? new(name, "is given twice")
            : null;

    private static ContractProblem Problem(JsonException e)
    {
        var path = PathOf(e);
        const string Missing = "missing required properties including: '";
        var missing = e.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (missing >= 0)
            return new(Join(path, e.Message[(missing + Missing.Length)..].Split('\'')[0]), "is missing");
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return new(path, "is not a known field");
        return new(
            path,
            e.Message.Contains("null values", StringComparison.Ordinal)
                ? "must not be null"
                : "has a value of the wrong kind"
        );
    }

    private static string PathOf(JsonException e) => e.Path?.TrimStart('$').TrimStart('.') ?? "";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

/// <summary>What was read, or what is wrong with it.</summary>
public sealed record JsonInputResult<T>(T? Value, ContractProblem? Problem);
