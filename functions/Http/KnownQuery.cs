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
    /// <summary>The answer to a request with an unknown member; null when all are known.</summary>
    public static IActionResult? Refuse(HttpRequest request)
    {
        if (request.Query.Count == 0)
            return null;
        if (ApiOperations.Find(request.Method, request.Path.Value ?? "") is not { Members: { } known })
            return null;
        var unknown = request.Query.Keys.FirstOrDefault(name =>
            !known.Contains(name, StringComparer.OrdinalIgnoreCase)
        );
        return unknown is null ? null : Answers.BadRequest(unknown, Problem(unknown, known));
    }

    private static string Problem(string unknown, IReadOnlyList<string> known) =>
        known.Count == 0
            ? "is not a known parameter: there are none here"
            : $"is not a known parameter; the nearest is '{EditDistance.Nearest(unknown, known)}'";
}
