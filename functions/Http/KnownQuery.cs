using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Text;

namespace Postern.Functions.Http;

/// <summary>
/// Refuses members of the query that an operation does not have, so that a misspelt filter is not taken for none. Which
/// it has stands in its description (<c>docs/openapi.json</c>).
/// </summary>
public static class KnownQuery
{
    // A function key, and its name, as the platform takes them from the query.
    private static readonly string[] OfPlatform = ["code", "clientId"];

    private static readonly Lazy<IReadOnlyList<Operation>> Operations = new(() => [.. Read(ApiDocument.Read())]);

    /// <summary>The answer to a request with an unknown member; null when all are known.</summary>
    public static IActionResult? Refuse(HttpRequest request)
    {
        if (request.Query.Count == 0 || Find(request) is not { Members: { } known })
            return null;
        var unknown = request.Query.Keys.FirstOrDefault(name =>
            !known.Concat(OfPlatform).Contains(name, StringComparer.OrdinalIgnoreCase)
        );
        return unknown is null ? null : Answers.BadRequest(unknown, Problem(unknown, known));
    }

    private static string Problem(string unknown, IReadOnlyList<string> known) =>
        known.Count == 0
            ? "is not a known parameter: there are none here"
            : $"is not a known parameter; the nearest is '{EditDistance.Nearest(unknown, known)}'";

    // The route has a prefix, which the host's settings name: the operation is the longest that the path ends with.
    private static Operation? Find(HttpRequest request)
    {
        var path = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Operations
            .Value.Where(operation => operation.Verb.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
            .Where(operation => operation.Matches(path))
            .MaxBy(operation => (operation.Path.Count, operation.Path.Count(segment => !IsVariable(segment))));
    }

    private static IEnumerable<Operation> Read(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select new Operation(
            verb.Key,
            path.Key.Split('/', StringSplitOptions.RemoveEmptyEntries),
            // Whoever has signed links, or rewrites them, may add to them.
            verb.Value!["security"]
                is null
                ?
                [
                    .. Parameters(verb.Value)
                        .Where(IsInQuery)
                        .Select(parameter => parameter["name"]!.GetValue<string>()),
                ]
                : null
        );

    private static IEnumerable<JsonNode> Parameters(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).OfType<JsonNode>();

    private static bool IsInQuery(JsonNode parameter) => parameter["in"]!.GetValue<string>() == "query";

    private static bool IsVariable(string segment) => segment.StartsWith('{');

    // Members: null when all are taken.
    private sealed record Operation(string Verb, IReadOnlyList<string> Path, IReadOnlyList<string>? Members)
    {
        public bool Matches(string[] path) =>
            path.Length >= Path.Count
            && path.TakeLast(Path.Count)
                .Zip(Path)
                .All(pair =>
                    IsVariable(pair.Second) || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)
                );
    }
}
