using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;
using Postern.Gateway.Operations;

namespace Postern.Functions.Admin;

/// <summary>
/// The rows by which threads and deliveries are found, for messages of earlier versions: how far they are written, and
/// writing them anew.
/// </summary>
public sealed class FillFunctions(IndexFill fill)
{
    private const string Route = "recent/fill";

    [Function("ReadFill")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await fill.FindAsync(cancellationToken) is { } state
            ? Answers.One(request, Shown.With(state))
            : Answers.Problem(StatusCodes.Status404NotFound, "It has not begun: housekeeping begins it.");

    [Function("BeginFill")]
    public async Task<IActionResult> BeginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var state = await fill.BeginAsync(cancellationToken);
        return Answers.Content(StatusCodes.Status202Accepted, Shown.With(state), location: request.Path);
    }
}
