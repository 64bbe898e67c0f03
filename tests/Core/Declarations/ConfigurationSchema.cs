using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Postern.Core.Configuration;
using Postern.Core.Declarations;
using Postern.Core.Text;
using Postern.Core.Wording;
using Postern.Tests.Support;

namespace Postern.Tests.Declarations;

/// <summary>
/// Makes the JSON Schema of the file from what its reader asks for; descriptions and defaults are those of
/// <c>docs/openapi.json</c>.
/// </summary>
internal static class ConfigurationSchema
{
    private const string Reference = @"^(env:[A-Za-z_][A-Za-z0-9_]*|secret:[A-Za-z0-9-]+)$";

    private static readonly JsonObject Components = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json"))
    )!["components"]!["schemas"]!.AsObject();

    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["MailAlias"] = "Alias",
        ["RecordModel"] = "Model",
    };

    public static JsonObject Make()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A file of Postern's configuration (postern.yaml)",
            ["type"] = "object",
            ["additionalProperties"] = false,
        };
        var properties = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var section in Sections.Top)
            properties[section.Name] = section.Record is { } record ? OfSection(section, record) : OfParameters();
        schema["properties"] = properties;
        return schema;
    }

    private static JsonObject OfSection(Section section, Type record)
    {
        var one = OfRecord(record, section.Hidden);
        foreach (var field in section.SecretFields)
            one["properties"]![field] = OfSecret();
        foreach (var part in section.Parts)
            one["properties"]![part] = OfTexts();
        // A resource with only defaults may have nothing behind its name.
        if (one["required"] is null)
            one["type"] = new JsonArray("object", "null");
        return new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["description"] = $"By identifier: {Description(record)}",
            ["additionalProperties"] = one,
        };
    }

    private static JsonObject OfRecord(Type record, IReadOnlyList<string> hidden)
    {
        var properties = RecordReader.PropertiesOf(record).Where(property => !hidden.Contains(property.Name)).ToList();
        var described = Components[ComponentOf(record)]!["properties"]!;
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                properties.Select(property =>
                    KeyValuePair.Create(property.Name, (JsonNode?)OfMember(property, described[property.Name]))
                )
            ),
        };
        var required = properties.Where(property => property.IsRequired).ToList();
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(property => (JsonNode)property.Name)]);
        return schema;
    }

    private static JsonObject OfMember(JsonPropertyInfo property, JsonNode? described)
    {
        var schema = OfType(property.PropertyType);
        foreach (var name in new[] { "description", "default" })
        {
            if (described?[name] is { } value)
                schema[name] = value.DeepClone();
        }
        return schema;
    }

    private static JsonObject OfType(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
        {
            var names = Enum.GetNames(plain).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name));
            return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. names]) };
        }
        if (plain == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (plain == typeof(JsonObject))
            return new JsonObject { ["type"] = "object" };
        var info = PosternJson.Strict.GetTypeInfo(plain);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new JsonObject { ["type"] = "array", ["items"] = OfType(info.ElementType!) },
            JsonTypeInfoKind.Object => OfRecord(plain, []),
            _ => new JsonObject
            {
                ["type"] =
                    plain == typeof(string) ? "string"
                    : plain == typeof(bool) ? "boolean"
                    : "integer",
            },
        };
    }

    private static JsonObject OfSecret() =>
        new()
        {
            ["type"] = new JsonArray("string", "null"),
            ["pattern"] = Reference,
            ["description"] =
                "env:NAME, a variable of the program that sends the file, or secret:NAME, a secret of the store; null "
                + "removes it, and without this member it stays as it is.",
        };

    private static JsonObject OfTexts() =>
        new()
        {
            ["type"] = "object",
            ["description"] = Components["DomainTexts"]!["properties"]!["own"]!["description"]!.DeepClone(),
            ["propertyNames"] = new JsonObject { ["enum"] = Names(Languages.All) },
            ["additionalProperties"] = new JsonObject
            {
                ["type"] = "object",
                ["propertyNames"] = new JsonObject { ["enum"] = Names(TextCatalog.Mails.Select(text => text.Name)) },
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            },
        };

    private static JsonObject OfParameters() =>
        new()
        {
            ["type"] = new JsonArray("object", "null"),
            ["description"] = "Values of parameters; null resets one to its default.",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                ParameterCatalog
                    .All.Where(parameter => !parameter.OfAliasDomain)
                    .Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)OfParameter(parameter)))
            ),
        };

    private static JsonObject OfParameter(ParameterDefinition parameter)
    {
        var schema = new JsonObject();
        if (parameter.Choices is { } choices)
            schema["enum"] = new JsonArray([.. Names(choices).Select(name => name!.DeepClone()), null]);
        else if (parameter.Least is { } least)
            (schema["type"], schema["minimum"], schema["maximum"]) = (
                new JsonArray("integer", "null"),
                least,
                parameter.Most
            );
        else
            schema["type"] = new JsonArray("string", "null");
        if (parameter.Default is { } value)
            schema["default"] = value;
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    private static string ComponentOf(Type record) => OtherNames.GetValueOrDefault(record.Name) ?? record.Name;

    private static string Description(Type record) =>
        Components[ComponentOf(record)]!["description"]?.GetValue<string>() ?? record.Name;
}
