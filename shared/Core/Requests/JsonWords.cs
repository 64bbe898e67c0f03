using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Postern.Core.Requests;

/// <summary>Words for errors in JSON: what was found, and what should be there.</summary>
public static class JsonWords
{
    // Enough to recognise a value by.
    private const int Longest = 40;

    /// <summary>The kind of a value, such as "a number".</summary>
    public static string KindOf(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "null",
        };

    /// <summary>Where JSON ends to be valid, counted from 1.</summary>
    public static string PlaceOf(JsonException e) =>
        e is { LineNumber: { } line, BytePositionInLine: { } place }
            ? string.Create(CultureInfo.InvariantCulture, $" at line {line + 1}, byte {place + 1}")
            : "";

    /// <summary>What is wrong with a value of another kind than its member has.</summary>
    internal static string WrongKind(JsonMember member) =>
        member.Value.ValueKind != JsonValueKind.Undefined && Expected(member.Type) is var (kind, words)
            ? $"is {Found(member.Value, kind)}, must be {words}"
            : "has a value of the wrong kind";

    // A value of the right kind is shown itself: the kind says nothing about what is wrong with it.
    private static string Found(JsonElement value, JsonValueKind expected)
    {
        if (value.ValueKind != expected || expected is not (JsonValueKind.String or JsonValueKind.Number))
            return KindOf(value.ValueKind);
        var text = value.ToString();
        var shown = text.Length <= Longest ? text : $"{text[..Longest]}…";
        return expected == JsonValueKind.String ? $"'{shown}'" : shown;
    }

    private static (JsonValueKind Kind, string Words)? Expected(Type? declared)
    {
        if (declared is null)
            return null;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsEnum)
            return (JsonValueKind.String, $"one of {string.Join(", ", NamesOf(type))}");
        return Simple(type) ?? Composed(JsonMember.InfoOf(type)!);
    }

    private static (JsonValueKind, string)? Simple(Type type) =>
        type switch
        {
            _ when type == typeof(string) => (JsonValueKind.String, "a text"),
            _ when type == typeof(bool) => (JsonValueKind.True, "true or false"),
            _ when type == typeof(int) => (JsonValueKind.Number, $"a whole number up to {int.MaxValue}"),
            _ when type == typeof(long) => (JsonValueKind.Number, "a whole number"),
            _ when type == typeof(double) || type == typeof(decimal) => (JsonValueKind.Number, "a number"),
            _ when type == typeof(DateTimeOffset) => (JsonValueKind.String, "a time such as 2026-01-31T12:00:00Z"),
            _ when type == typeof(DateOnly) => (JsonValueKind.String, "a day such as 2026-01-31"),
            _ => null,
        };

    private static (JsonValueKind, string)? Composed(JsonTypeInfo info) =>
        info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => (JsonValueKind.Array, "a list"),
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => (JsonValueKind.Object, "an object"),
            _ when info.Type == typeof(JsonObject) => (JsonValueKind.Object, "an object"),
            _ => null,
        };

    private static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
