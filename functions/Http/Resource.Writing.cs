using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Requests;
using Postern.Core.Validation;

namespace Postern.Functions.Http;

/// <content>
/// A PUT replaces the whole resource: what its body leaves out gets its default. A PATCH is merged into what is stored,
/// and then takes the way of a PUT, with the same rules and the same entry in the audit.
/// </content>
internal sealed partial record Resource<T>
{
    // In every lost round another write succeeded.
    private const int Rounds = 20;

    /// <summary>Replaces one from the body (PUT), or merges the body into it (PATCH).</summary>
    /// <param name="request">The request.</param>
    /// <param name="find">Reads what is stored.</param>
    /// <param name="put">Stores a body.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IActionResult> WriteAsync<TBody>(
        HttpRequest request,
        Func<Task<Versioned<T>?>> find,
        Func<TBody, EditCondition, Task<EditResult<T>>> put,
        CancellationToken cancellationToken
    )
        where TBody : class =>
        WithBodyAsync(request, (body, condition) => WriteAsync(request, body, condition, find, put), cancellationToken);

    /// <summary>
    /// The same for a body that also contains the named secrets, passed in this order: one that is left out is kept, and
    /// null removes it.
    /// </summary>
    public Task<IActionResult> WriteAsync<TBody>(
        HttpRequest request,
        IReadOnlyList<string> secrets,
        Func<Task<Versioned<T>?>> find,
        Func<TBody, IReadOnlyList<PasswordChange>, EditCondition, Task<EditResult<T>>> put,
        CancellationToken cancellationToken
    )
        where TBody : class =>
        WithBodyAsync(
            request,
            (body, condition) =>
            {
                var (changes, problem) = body.TakeSecrets(secrets);
                return problem is null
                    ? WriteAsync<TBody>(request, body, condition, find, (value, on) => put(value, changes, on))
                    : Task.FromResult(problem);
            },
            cancellationToken
        );

    private Task<IActionResult> WriteAsync<TBody>(
        HttpRequest request,
        JsonBody body,
        EditCondition condition,
        Func<Task<Versioned<T>?>> find,
        Func<TBody, EditCondition, Task<EditResult<T>>> put
    )
        where TBody : class =>
        HttpMethods.IsPatch(request.Method)
            ? PatchAsync(request, body, condition, find, put)
            : PutAsync(request, body, condition, put);

    // What is merged is stored only onto the version that was read; when another came in between, it is merged again.
    private async Task<IActionResult> PatchAsync<TBody>(
        HttpRequest request,
        JsonBody patch,
        EditCondition condition,
        Func<Task<Versioned<T>?>> find,
        Func<TBody, EditCondition, Task<EditResult<T>>> put
    )
        where TBody : class
    {
        // Lists that only grow are cut by a caller that has read them.
        IReadOnlyCollection<string> members = condition.NamesVersion ? patch.Members : [];
        for (var round = 1; ; round++)
        {
            if (await find() is not { } found)
                return condition.IfMatch is null ? Answers.NotFound(What) : ConditionFailed();
            var tag = EditCondition.TagOf(found.Version);
            if (!condition.Holds(tag))
                return ConditionFailed();
            var (value, problem) = Merged(found.Value, patch).As<TBody>();
            if (problem is not null)
                return problem;
            var result = await put(value!, new EditCondition([tag]) { Members = members });
            if (result.Outcome != EditOutcome.ConditionFailed || round == Rounds)
                return Answer(request, result);
        }
    }

    private JsonBody Merged(T stored, JsonBody patch) =>
        new JsonBody(MergePatch.Apply(new JsonBody(Show(stored)).Without([.. ReadOnly, Warnings]).Json, patch.Json));
}
