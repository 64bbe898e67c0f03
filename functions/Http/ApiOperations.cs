using System.Text.Json.Nodes;

namespace Postern.Functions.Http;

/// <summary>The operations of the API, from its description (<c>docs/openapi.json</c>).</summary>
internal static class ApiOperations
{
    private static readonly Lazy<IReadOnlyList<ApiOperation>> All = new(() => [.. Read(ApiDocument.Read())]);

    /// <summary>
    /// The operation of a request; null when there is none. The route has a prefix, which the host's settings name, so it
    /// is the longest that the path ends with.
    /// </summary>
    public static ApiOperation? Find(string verb, string path)
    {
        var segments = Split(path);
        return All
            .Value.Where(operation => operation.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase))
            .Where(operation => operation.EndsPath(segments))
            .MaxBy(operation => (operation.Path.Count, operation.Literals));
    }

    /// <summary>The methods that a path without the prefix takes; none when there is no such path.</summary>
    public static IReadOnlyList<string> MethodsAt(string path)
    {
        var segments = Split(path);
        return
        [
            .. All
                .Value.Where(operation => operation.Path.Count == segments.Length && operation.EndsPath(segments))
                .Select(operation => operation.Verb.ToUpperInvariant())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<ApiOperation> Read(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select new ApiOperation(
            verb.Key,
            Split(path.Key),
            // Whoever has signed links, or rewrites them, may add to them.
            IsSigned(verb.Value!)
                ? null
                :
                [
                    .. Parameters(verb.Value!)
                        .Where(IsInQuery)
                        .Select(parameter => parameter["name"]!.GetValue<string>()),
                ]
        );

    private static bool IsSigned(JsonNode operation) => operation["security"] is JsonArray { Count: 0 };

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<JsonNode> Parameters(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).OfType<JsonNode>();

    private static bool IsInQuery(JsonNode parameter) => parameter["in"]!.GetValue<string>() == "query";
}
