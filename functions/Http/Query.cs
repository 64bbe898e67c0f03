using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>Reads parameters of the query and segments of the route.</summary>
internal static class Query
{
    /// <summary>The parameter <c>limit</c>: the most items of a list.</summary>
    public static (int Limit, IActionResult? Problem) Limit(HttpRequest request, int usual, int most)
    {
        if (request.Query["limit"].FirstOrDefault() is not { Length: > 0 } text)
            return (usual, null);
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        if (isNumber && limit >= 1 && limit <= most)
            return (limit, null);
        return (0, Answers.BadRequest("limit", $"must be a whole number from 1 to {most}"));
    }

    /// <summary>The value with this name; null if there is none. Numbers are not accepted as names.</summary>
    public static T? Named<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(name[0])
            ? value
            : null;

    /// <summary>The text of a parameter; null if it is missing or empty.</summary>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Decodes a segment of the route. Routing leaves an encoded slash as it is, and ids of records may contain one.
    /// </summary>
    public static string Segment(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
