using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Text;

namespace Postern.Functions.Reference;

/// <summary>Schemas in words: the type of a value, and the members of an object.</summary>
internal static class ReferenceSchema
{
    private static readonly JsonSerializerOptions Indented = new(PosternJson.Strict) { WriteIndented = true };

    /// <summary>The place of a schema in the page.</summary>
    public static string Anchor(string name) => $"schema-{name}";

    /// <summary>What a value is: a link to its schema, or words.</summary>
    public static void WriteType(Html html, JsonNode? schema)
    {
        if (schema?["$ref"] is { } reference)
        {
            var name = $"{reference}".Split('/')[^1];
            html.Link(Anchor(name), name);
        }
        else if ((schema?["oneOf"] ?? schema?["allOf"]) is JsonArray parts)
            WriteParts(html, parts, schema!["oneOf"] is null ? " and " : " or ");
        else if (schema?["items"] is { } items)
            WriteType(html.Raw("list of "), items);
        else if (schema?["properties"]?["items"] is { } list)
            WriteType(html, list);
        else
            html.Element("span", Words(schema));
    }

    public static void WriteMembers(Html html, JsonNode schema)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => $"{name}").ToHashSet();
        html.Raw("<table>");
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            html.Raw("<tr><td>").Element("code", name).Raw("</td><td>");
            WriteType(html, member);
            html.Element("span", required.Contains(name) ? ", required" : null).Raw("</td><td>");
            html.Element("span", member!["description"]?.ToString()).Raw("</td></tr>");
        }
        html.Raw("</table>");
    }

    public static void WriteExample(Html html, JsonNode? example) =>
        html.Element("pre", example is JsonValue text ? $"{text}" : example?.ToJsonString(Indented));

    private static void WriteParts(Html html, JsonArray parts, string between)
    {
        foreach (var (index, part) in parts.Index())
            WriteType(index == 0 ? html : html.Raw(between), part);
    }

    private static string Words(JsonNode? schema) =>
        schema?["enum"] is JsonArray values
            ? string.Join(" | ", values.Select(value => value?.ToString() ?? "null"))
            : schema?["type"] switch
            {
                JsonArray types => string.Join(" | ", types.Select(type => $"{type}")),
                { } type => $"{type}",
                null => "any",
            };
}
