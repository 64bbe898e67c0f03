using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>Parameters of the query.</summary>
internal static class Query
{
    /// <summary>How many items a list gives at most.</summary>
    public static (int Limit, IActionResult? Problem) Limit(HttpRequest request, int usual, int most)
    {
        if (request.Query["limit"].FirstOrDefault() is not { Length: > 0 } text)
            return (usual, null);
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit >= 1
            && limit <= most
            ? (limit, null)
            : (0, Answers.BadRequest("limit", $"must be a whole number from 1 to {most}"));
    }

    /// <summary>A parameter's text; null when it is not given or empty.</summary>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>A segment of the route. Routing leaves an encoded slash as it is, and ids of records may well hold one.</summary>
    public static string Segment(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
