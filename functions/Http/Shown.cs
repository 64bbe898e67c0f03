using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Text;

namespace Postern.Functions.Http;

/// <summary>Converts records to the JSON objects of responses.</summary>
internal static class Shown
{
    /// <summary>The members of a record, after those that identify it.</summary>
    public static JsonObject With<T>(T record, params ReadOnlySpan<(string Name, JsonNode? Value)> first)
    {
        var json = new JsonObject();
        foreach (var (name, value) in first)
        {
            if (value is not null)
                json[name] = value;
        }
        foreach (var (name, value) in JsonSerializer.SerializeToNode(record, PosternJson.Strict)!.AsObject())
            json[name] = value?.DeepClone();
        return json;
    }
}
