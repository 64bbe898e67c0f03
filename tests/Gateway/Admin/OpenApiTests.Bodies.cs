using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Requests;
using Postern.Core.Text;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <content>
/// What a caller writes has schemas of its own: AliasInput is what a PUT of an Alias takes, and AliasPatch what a PATCH
/// takes. A client is generated with the members that it may set, and with no others.
/// </content>
public sealed partial class OpenApiTests
{
    private static readonly string[] Ends = ["Input", "Patch"];

    // Only bodies contain them, and the records do not.
    private static readonly string[] Secrets = ["password", "clientSecret", "refreshToken"];

    // Names that the record has and the rules refuse.
    private static readonly Dictionary<string, string[]> Refused = new()
    {
        ["IncomingServer.security"] = ["startTlsWhenAvailable"],
    };

    // A text alone, in which there is nothing to merge, and a file that is planned and written whole.
    private static readonly string[] WithoutPatch = ["/parameters/{name}", "/configuration"];

    private static JsonObject Schemas => Document["components"]!["schemas"]!.AsObject();

    [Fact]
    public void Schemas_of_bodies_have_what_a_caller_may_write()
    {
        var bodies = Schemas.Where(schema => OfBody(schema.Key) is not null).ToList();
        Assert.True(bodies.Count > 15);
        foreach (var (name, schema) in bodies)
        {
            var of = OfBody(name)!;
            var properties = Schemas[of]!["properties"]!.AsObject();
            var set = properties.Where(property => property.Value!["readOnly"] is not null).Select(one => one.Key);
            var written = RecordMembers.Of(Records[of].Record).Except(set);
            var members = schema!["properties"]!.AsObject().Select(property => property.Key);
            Assert.Equal((name, Line(written)), (name, Line(members.Except(Secrets))));
            Assert.Equal(Records[of].Added.Intersect(Secrets).Order(), members.Intersect(Secrets).Order());
            var required = name.EndsWith("Input", StringComparison.Ordinal)
                ? RecordMembers.Required(Records[of].Record).Except(set)
                : [];
            Assert.Equal((name, Line(required)), (name, Line(RecordMembers.Names(schema["required"]))));
        }
    }

    [Fact]
    public void Every_resource_that_can_be_replaced_can_be_changed_in_part_under_the_same_conditions()
    {
        foreach (var (path, item) in Document["paths"]!.AsObject().Where(one => one.Value!["put"] is not null))
        {
            var (put, patch) = (item!["put"]!, item["patch"]);
            // What takes no object, as a file or nothing at all, has no members to change.
            var isObject = put["requestBody"]?["content"]?["application/json"] is not null;
            Assert.Equal((path, !isObject || WithoutPatch.Contains(path)), (path, patch is null));
            if (patch is null)
                continue;
            Assert.Equal(
                ["application/json", MergePatch.MediaType],
                patch["requestBody"]!["content"]!.AsObject().Select(content => content.Key)
            );
            Assert.Contains("If-Match", patch["parameters"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains("left out", put["description"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Enums_have_the_names_that_the_records_have()
    {
        var compared = 0;
        foreach (var (name, schema) in Schemas)
        {
            var record = Records.GetValueOrDefault(OfBody(name) ?? name).Record;
            if (record is null)
                continue;
            foreach (var property in PosternJson.Strict.GetTypeInfo(record).Properties)
            {
                var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                if (!type.IsEnum || schema!["properties"]![property.Name] is not { } member)
                    continue;
                var named = member["enum"]!.AsArray().Where(one => one is not null).Select(one => $"{one}");
                var names = Enum.GetNames(type)
                    .Select(JsonNamingPolicy.CamelCase.ConvertName)
                    .Except(Refused.GetValueOrDefault($"{OfBody(name) ?? name}.{property.Name}", []));
                // An answer may have some of them only; what may be written is all.
                var missing = OfBody(name) is null ? [] : names.Except(named);
                Assert.Equal(
                    ($"{name}.{property.Name}", ""),
                    ($"{name}.{property.Name}", Line(named.Except(names).Concat(missing)))
                );
                compared++;
            }
        }
        Assert.True(compared > 20);
    }

    [Fact]
    public void An_object_without_members_is_free_and_a_body_has_no_defaults()
    {
        // Generators take an object without either for an empty one, and a member with a default for one that is there.
        var objects = Nodes(Document)
            .OfType<JsonObject>()
            .Where(node => node["type"] is JsonValue type && $"{type}" == "object");
        Assert.All(
            objects,
            one => Assert.True(one["properties"] is not null || one["additionalProperties"] is not null, one.GetPath())
        );
        Assert.All(
            Schemas
                .Where(schema => OfBody(schema.Key) is not null)
                .SelectMany(schema => Nodes(schema.Value))
                .OfType<JsonObject>(),
            node => Assert.False(node.ContainsKey("default"), node.GetPath())
        );
    }

    [Fact]
    public void Operations_are_named_as_methods()
    {
        var names = Nodes(Document["paths"])
            .OfType<JsonObject>()
            .Select(node => node["operationId"])
            .OfType<JsonNode>();
        Assert.All(names, name => Assert.Matches("^[a-z]+[A-Za-z]*$", $"{name}"));
    }

    [Fact]
    public void Every_body_and_answer_in_JSON_has_an_example()
    {
        var contents = Nodes(Document["paths"])
            .OfType<JsonObject>()
            .Select(node => node["content"])
            .OfType<JsonObject>()
            .SelectMany(content => content)
            .Where(one => one.Key.EndsWith("json", StringComparison.Ordinal))
            .ToList();
        Assert.True(contents.Count > 100);
        Assert.All(
            contents,
            one =>
                Assert.True(one.Value!["example"] is not null || ExamplesOf(one.Value) is not null, one.Value.GetPath())
        );
    }

    [Fact]
    public void Examples_of_bodies_are_read_as_the_records()
    {
        var read = typeof(JsonInput).GetMethod(nameof(JsonInput.Read))!;
        foreach (var (name, schema) in Schemas.Where(one => one.Key.EndsWith("Input", StringComparison.Ordinal)))
        {
            if (schema!["examples"]?[0]?.DeepClone().AsObject() is not { } example)
                continue;
            foreach (var secret in Secrets)
                example.Remove(secret);
            dynamic result = read.MakeGenericMethod(Records[OfBody(name)!].Record)
                .Invoke(null, [JsonSerializer.SerializeToElement(example)])!;
            Assert.Equal((name, null), (name, (object?)result.Problem));
        }
    }

    private static JsonNode? ExamplesOf(JsonNode content) =>
        content["schema"]?["$ref"] is { } reference
            ? Schemas[reference.GetValue<string>().Split('/')[^1]]!["examples"]
            : null;

    // The record of a schema that only bodies have; null for others, a record of that name among them.
    private static string? OfBody(string name)
    {
        var end = Array.Find(Ends, end => name.EndsWith(end, StringComparison.Ordinal));
        var of = end is null ? name : name[..^end.Length];
        return end is not null && !Records.ContainsKey(name) && Records.ContainsKey(of) ? of : null;
    }

    private static string Line(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));
}
