using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Core.Declarations;

/// <summary>What single values mean (YAML 1.2.2 §10.3).</summary>
internal static class ScalarKinds
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A kind, as messages call it.</summary>
    public static string Name(Type type)
    {
        if (type.IsEnum)
            return $"one of {string.Join(", ", NamesOf(type))}";
        return type == typeof(string) ? "text"
            : type == typeof(bool) ? "true or false"
            : type == typeof(DateTimeOffset) ? "a time such as 2026-01-31T12:00:00Z"
            : "a whole number";
    }

    /// <summary>The value; null when it is none of the kind.</summary>
    public static JsonValue? Read(DocumentNode.Scalar scalar, Type type)
    {
        var text = scalar.Text;
        if (type == typeof(string))
            return JsonValue.Create(text);
        if (type.IsEnum)
            return NamesOf(type).Contains(text) ? JsonValue.Create(text) : null;
        if (type == typeof(DateTimeOffset))
            return ReadTime(text);
        if (scalar.Quoted)
            return null;
        if (type == typeof(bool))
            return ReadFlag(text);
        var isWhole = long.TryParse(text, Whole, Culture, out var number);
        return isWhole && (type == typeof(long) || number is >= int.MinValue and <= int.MaxValue)
            ? JsonValue.Create(number)
            : null;
    }

    /// <summary>A part whose kind is that of its text: a number, true, false, nothing, or else text.</summary>
    public static JsonNode? Free(DocumentNode node) =>
        node switch
        {
            DocumentNode.Mapping mapping => new JsonObject(
                mapping.Members.Select(member => KeyValuePair.Create(member.Name, Free(member.Value)))
            ),
            DocumentNode.Sequence list => new JsonArray([.. list.Items.Select(Free)]),
            DocumentNode.Scalar { IsNull: true } => null,
            DocumentNode.Scalar { Quoted: false } scalar => ReadFlag(scalar.Text)
                ?? ReadNumber(scalar.Text)
                ?? JsonValue.Create(scalar.Text),
            _ => JsonValue.Create(((DocumentNode.Scalar)node).Text),
        };

    private static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static JsonValue? ReadFlag(string text) =>
        text switch
        {
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => null,
        };

    // Only what is a number in JSON too: others are written back as they came.
    private static JsonValue? ReadNumber(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] == '-'))
            return null;
        try
        {
            return JsonNode.Parse(text, documentOptions: default) is JsonValue value ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonValue? ReadTime(string text)
    {
        var isDate = text.Length >= 10 && text[..4].All(char.IsAsciiDigit) && text[4] == '-';
        return isDate && DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var time)
            ? JsonValue.Create(time.ToString("O", Culture))
            : null;
    }
}
