using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Functions.Http;

/// <summary>Lists, reads, writes and deletes one kind of resource over HTTP.</summary>
/// <param name="Name">First segment of its route.</param>
/// <param name="What">Its name in error messages.</param>
/// <param name="Path">The rest of the route of one resource.</param>
/// <param name="Show">One resource as JSON.</param>
/// <param name="ReadOnly">Members that only responses contain; in a request they are ignored.</param>
internal sealed partial record Resource<T>(
    string Name,
    string What,
    Func<T, string> Path,
    Func<T, JsonObject> Show,
    params IReadOnlyList<string> ReadOnly
)
    where T : class
{
    private const string Warnings = "warnings";

    public IActionResult List(IEnumerable<T> items, string? next = null) => Answers.List(items.Select(Show), next);

    /// <summary>The page that is asked for of a list that is read as a whole.</summary>
    public IActionResult List(HttpRequest request, IEnumerable<T> items) =>
        PageRequest.Whole(request, items, Path, Show);

    public IActionResult Read(HttpRequest request, Versioned<T>? found) =>
        found is null
            ? Answers.NotFound(What)
            : Answers.One(request, Show(found.Value), EditCondition.TagOf(found.Version));

    /// <summary>Creates or replaces one from the body.</summary>
    public Task<IActionResult> PutAsync<TBody>(
        HttpRequest request,
        Func<TBody, EditCondition, Task<EditResult<T>>> put,
        CancellationToken cancellationToken
    )
        where TBody : class =>
        WithBodyAsync(request, (body, condition) => PutAsync(request, body, condition, put), cancellationToken);

    public async Task<IActionResult> DeleteAsync<TOther>(
        HttpRequest request,
        Func<EditCondition, Task<EditResult<TOther>>> delete
    )
    {
        if (Preconditions.Read(request) is not { } condition)
            return BadCondition();
        var result = await delete(condition);
        return Answer(request, result.Select<T>(_ => null!));
    }

    private async Task<IActionResult> WithBodyAsync(
        HttpRequest request,
        Func<JsonBody, EditCondition, Task<IActionResult>> write,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await JsonBody.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        return Preconditions.Read(request) is { } condition
            ? await write(body!.Without([.. ReadOnly, Warnings]), condition)
            : BadCondition();
    }

    private async Task<IActionResult> PutAsync<TBody>(
        HttpRequest request,
        JsonBody body,
        EditCondition condition,
        Func<TBody, EditCondition, Task<EditResult<T>>> put
    )
        where TBody : class
    {
        var (value, problem) = body.As<TBody>();
        return problem ?? Answer(request, await put(value!, condition with { Members = body.Members }));
    }

    private IActionResult Answer(HttpRequest request, EditResult<T> result) =>
        result.Outcome switch
        {
            EditOutcome.Created => Created(request, result),
            EditOutcome.Replaced => Stored(StatusCodes.Status200OK, result, null),
            EditOutcome.Deleted => Deleted(result.Findings),
            EditOutcome.Missing => Answers.NotFound(What),
            EditOutcome.ConditionFailed => ConditionFailed(),
            _ => Answers.Refused(result.Findings),
        };

    private IActionResult ConditionFailed() =>
        Answers.Problem(
            StatusCodes.Status412PreconditionFailed,
            $"The {What} is not what the condition asks for; read it again before writing."
        );

    private static IActionResult Deleted(Findings findings) =>
        findings.Warnings.Count == 0
            ? Answers.NoContent()
            : Answers.Content(
                StatusCodes.Status200OK,
                new JsonObject { [Warnings] = JsonSerializer.SerializeToNode(findings.Warnings, PosternJson.Strict) }
            );

    private IActionResult Created(HttpRequest request, EditResult<T> result) =>
        Stored(StatusCodes.Status201Created, result, Location(request, result.Stored!.Value));

    private IActionResult Stored(int status, EditResult<T> result, string? location)
    {
        var json = Show(result.Stored!.Value);
        if (result.Findings.Warnings.Count > 0)
            json[Warnings] = JsonSerializer.SerializeToNode(result.Findings.Warnings, PosternJson.Strict);
        return Answers.Content(status, json, EditCondition.TagOf(result.Stored.Version), location);
    }

    private string Location(HttpRequest request, T value)
    {
        var path = request.Path.Value ?? "";
        var prefix = path[..path.IndexOf('/' + Name, StringComparison.Ordinal)];
        return $"{request.PathBase}{prefix}/{Name}/{Path(value)}";
    }

    private static IActionResult BadCondition() =>
        Answers.BadRequest(
            "",
            "If-Match takes tags in double quotes or *, If-None-Match takes * only when something is written."
        );
}
