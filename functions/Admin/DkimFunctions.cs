using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>The DKIM keys of an alias domain. Private parts are made here and never shown.</summary>
public sealed class DkimFunctions(DkimEditor editor)
{
    private const string Route = "alias-domains/{id}/dkim";

    [Function("ListDkimKeys")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        await editor.ListAsync(id, cancellationToken) is { } keys
            ? PageRequest.Whole(request, keys, key => key.Selector, key => Shown.With(key))
            : Answers.NotFound("alias domain");

    [Function("CreateDkimKey")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (wanted, problem) = await ReadAsync<DkimKeyRequest>(request, cancellationToken);
        if (problem is not null)
            return problem;
        var result = await editor.CreateAsync(id, wanted!, cancellationToken);
        return Answer(result, "alias domain", $"{request.Path.Value}/{result.Stored?.Value.Selector}");
    }

    [Function("ActivateDkimKey")]
    public async Task<IActionResult> ActivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{selector}/activate")] HttpRequest request,
        string id,
        string selector,
        CancellationToken cancellationToken
    )
    {
        var (wish, problem) = await ReadAsync<DkimActivation>(request, cancellationToken);
        return problem
            ?? Answer(await editor.ActivateAsync(id, selector, wish!.Unchecked, cancellationToken), "DKIM key");
    }

    [Function("DeleteDkimKey")]
    public async Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{selector}")] HttpRequest request,
        string id,
        string selector,
        CancellationToken cancellationToken
    ) => Answer(await editor.DeleteAsync(id, selector, cancellationToken), "DKIM key");

    private static async Task<(T? Value, IActionResult? Problem)> ReadAsync<T>(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await JsonBody.ReadOptionalAsync(request, cancellationToken);
        return problem is null ? body!.As<T>() : (default, problem);
    }

    private static IActionResult Answer(EditResult<DkimSelector> result, string what, string? location = null) =>
        result.Outcome switch
        {
            EditOutcome.Created => Answers.Content(
                StatusCodes.Status201Created,
                Shown.With(result.Stored!.Value),
                location: location
            ),
            EditOutcome.Replaced => Answers.Content(StatusCodes.Status200OK, Shown.With(result.Stored!.Value)),
            EditOutcome.Deleted => Answers.NoContent(),
            EditOutcome.Missing => Answers.NotFound(what),
            _ => Answers.Refused(result.Findings),
        };
}
