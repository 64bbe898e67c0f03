using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Erasing;
using Postern.Functions.Http;
using Postern.Gateway.Forgetting;

namespace Postern.Functions.Admin;

/// <summary>Erasures of people and deletions of threads: how far they are.</summary>
public sealed class ErasureFunctions(Erasures erasures)
{
    private const string Route = "erasures";

    [Function("ListErasures")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PageRequest.Whole(request, await erasures.ListAsync(cancellationToken), one => one.Id, one => Shown.With(one));

    [Function("ReadErasure")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        await erasures.FindAsync(Query.Segment(id), cancellationToken) is { } state
            ? Answers.One(request, Shown.With(state))
            : Answers.NotFound("erasure");

    /// <summary>The answer to whoever asked for an erasure.</summary>
    internal static IActionResult Accepted(ErasureState state) =>
        Answers.Content(StatusCodes.Status202Accepted, Shown.With(state), location: $"/api/{Route}/{state.Id}");
}
