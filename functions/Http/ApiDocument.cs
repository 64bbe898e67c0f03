using System.Text.Json.Nodes;

namespace Postern.Functions.Http;

/// <summary>The description of the HTTP API (OpenAPI 3.1), from <c>docs/openapi.json</c>.</summary>
internal static class ApiDocument
{
    public const string Name = "openapi.json";

    public static JsonNode Read()
    {
        using var stream =
            typeof(ApiDocument).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The app was built without {Name}.");
        return JsonNode.Parse(stream)!;
    }
}
