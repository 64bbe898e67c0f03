using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Finding;
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

    private const string Cursor = "after";

    // Its name in versions before, which the lists that had it still read.
    private const string FormerCursor = "continuation";

    // What the query has besides filters: the size of a page, and the cursor under its two names.
    private static readonly string[] NoFilters = ["limit", Cursor, FormerCursor];

    /// <summary>Reads the parameters <c>limit</c> and <c>after</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="usual">Size of a page when the query does not say.</param>
    /// <param name="most">The largest size that may be asked for.</param>
    public static (PageRequest? Page, IActionResult? Problem) Read(
        HttpRequest request,
        int usual = UsualLimit,
        int most = LargestLimit
    )
    {
        var (limit, problem) = Query.Limit(request, usual, most);
        if (problem is not null)
            return (null, problem);
        var (list, member) = (NameOf(request), Query.Text(request, Cursor) is null ? FormerCursor : Cursor);
        if (Query.Text(request, member) is not { } cursor)
            return (new PageRequest(limit, null, list), null);
        return PageCursor.Read(list, cursor) is { } position
            ? (new PageRequest(limit, position, list), null)
            : (null, WrongCursor(member));
    }

    /// <summary>
    /// A page of a list that is read as a whole: all of it where the query does not say how much.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="items">The whole list.</param>
    /// <param name="keyOf">The key of an item.</param>
    /// <param name="show">An item as JSON.</param>
    public static IActionResult Whole<T>(
        HttpRequest request,
        IEnumerable<T> items,
        Func<T, string> keyOf,
        Func<T, JsonObject> show
    )
    {
        var (page, problem) = Read(request, int.MaxValue);
        if (page is null)
            return problem!;
        var found = WholeList.Page([.. items], keyOf, page.Position, page.Limit);
        return page.Show(found, show);
    }

    /// <summary>The answer with a page.</summary>
    public IActionResult Show<T>(FoundPage<T> found, Func<T, JsonObject> show) =>
        Answers.List(found.Items.Select(show), Next(found.Next));

    /// <summary>The answer to a cursor that is none of this list.</summary>
    public static IActionResult WrongCursor(string member = Cursor) =>
        Answers.BadRequest(member, "must be what the last page of this list gave as next");

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
