using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Addresses;
using Postern.Core.Finding;

namespace Postern.Functions.Http;

/// <summary>Reads parameters of the query and segments of the route.</summary>
internal static class Query
{
    private const string DayFormat = "yyyy-MM-dd";

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

    /// <summary>A parameter that is a whole number; the least if it is missing or empty.</summary>
    public static (int Number, IActionResult? Problem) Whole(HttpRequest request, string name, int least, int most)
    {
        if (Text(request, name) is not { } text)
            return (least, null);
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= least && number <= most
            ? (number, null)
            : (0, Answers.BadRequest(name, $"must be a whole number from {least} to {most}"));
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

    /// <summary>A parameter that is a day in UTC; null if it is missing or empty.</summary>
    public static (DateOnly? Day, IActionResult? Problem) Day(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return (null, null);
        var culture = CultureInfo.InvariantCulture;
        return DateOnly.TryParseExact(text, DayFormat, culture, DateTimeStyles.None, out var day)
            ? (day, null)
            : (null, Answers.BadRequest(name, "must be a day in UTC such as 2026-01-31"));
    }

    /// <summary>The parameters <c>from</c> and <c>to</c>: days in UTC that both belong to the range.</summary>
    public static (DayRange? Days, IActionResult? Problem) Days(HttpRequest request)
    {
        var (from, wrongFrom) = Day(request, "from");
        var (to, wrongTo) = Day(request, "to");
        if ((wrongFrom ?? wrongTo) is { } problem)
            return (null, problem);
        return from > to ? (null, Answers.BadRequest("to", "must not be before from")) : (new DayRange(from, to), null);
    }

    /// <summary>A parameter that is an e-mail address, as it is stored; null if it is missing or empty.</summary>
    public static (string? Address, IActionResult? Problem) Address(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return (null, null);
        return EmailAddress.TryParse(text, out var address)
            ? (address.Address, null)
            : (null, Answers.BadRequest(name, "must be an e-mail address"));
    }

    /// <summary>A parameter that is true or false; null if it is missing or empty.</summary>
    public static (bool? Value, IActionResult? Problem) Flag(HttpRequest request, string name) =>
        Text(request, name) switch
        {
            null => (null, null),
            "true" => (true, null),
            "false" => (false, null),
            _ => (null, Answers.BadRequest(name, "must be true or false")),
        };

    /// <summary>The text of a parameter; null if it is missing or empty.</summary>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Decodes the rest of a segment of the route: routing has decoded all but slashes, which ids of records may contain.
    /// </summary>
    public static string Segment(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
