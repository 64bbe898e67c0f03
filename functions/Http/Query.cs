using System.Globalization;
using System.Text.Json;
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

    /// <summary>
    /// A parameter that is the name of a value; null if it is missing or empty. Numbers and lists are no names.
    /// </summary>
    public static (T? Value, IActionResult? Problem) Named<T>(HttpRequest request, string name)
        where T : struct, Enum
    {
        if (Text(request, name) is not { } text)
            return (null, null);
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return (value, null);
        }
        var names = string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        return (null, Answers.BadRequest(name, $"must be one of {names}"));
    }

    /// <summary>The text of a parameter; null if it is missing or empty.</summary>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Decodes the rest of a segment of the route: routing has decoded all but slashes, which ids of records may contain.
    /// </summary>
    public static string Segment(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
