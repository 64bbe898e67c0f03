using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Requests;

namespace Postern.Functions.Http;

/// <summary>Which page of a list a caller asks for.</summary>
/// <param name="Limit">The most items of the page.</param>
/// <param name="Position">Where the last page ended; null for the first page.</param>
/// <param name="List">The list: its path and its filters.</param>
internal sealed record PageRequest(int Limit, string? Position, string List)
{
    private const int UsualLimit = 100;
    private const int LargestLimit = 1000;

    // What the query has besides filters: the size of a page, and the cursor under its two names.
    private static readonly string[] NoFilters = ["limit", "after", "continuation"];

    /// <summary>Reads the parameter <c>limit</c> and the cursor.</summary>
    /// <param name="request">The request.</param>
    /// <param name="member">Name of the cursor in the query.</param>
    /// <param name="usual">Size of a page when the query does not say.</param>
    /// <param name="most">The largest size that may be asked for.</param>
    public static (PageRequest? Page, IActionResult? Problem) Read(
        HttpRequest request,
        string member,
        int usual = UsualLimit,
        int most = LargestLimit
    )
    {
        var (limit, problem) = Query.Limit(request, usual, most);
        if (problem is not null)
            return (null, problem);
        var list = NameOf(request);
        if (Query.Text(request, member) is not { } cursor)
            return (new PageRequest(limit, null, list), null);
        return PageCursor.Read(list, cursor) is { } position
            ? (new PageRequest(limit, position, list), null)
            : (null, Answers.BadRequest(member, "must be what the last page of this list gave as next"));
    }

    /// <summary>The cursor of the next page; null when there is none.</summary>
    /// <param name="position">Where this page ended; null when it was the last one.</param>
    public string? Next(string? position) => position is null ? null : PageCursor.Write(List, position);

    private static string NameOf(HttpRequest request)
    {
        var filters = request
            .Query.Where(member => !NoFilters.Contains(member.Key, StringComparer.OrdinalIgnoreCase))
            .Select(member => $"{member.Key.ToLowerInvariant()}={member.Value}")
            .Order(StringComparer.Ordinal);
        return string.Join('\n', filters.Prepend(request.Path.Value ?? ""));
    }
}
