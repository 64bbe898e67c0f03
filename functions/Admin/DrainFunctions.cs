using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Health;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Operations;

namespace Postern.Functions.Admin;

/// <summary>Lets the gateway drain before a deployment, says whether it can be stopped, and ends that.</summary>
public sealed class DrainFunctions(DrainEditor editor, HealthReader health)
{
    private const string Route = "drain";

    [Function("ReadDrain")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await health.ReadDrainAsync(cancellationToken) is { } drain
            ? Show(drain)
            : Answers.Problem(StatusCodes.Status404NotFound, "The gateway does not drain.");

    [Function("WriteDrain")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (HttpMethods.IsDelete(request.Method))
        {
            await editor.EndAsync(cancellationToken);
            return Answers.NoContent();
        }
        await editor.BeginAsync(cancellationToken);
        return Show((await health.ReadDrainAsync(cancellationToken))!);
    }

    private static IActionResult Show(DrainStatus drain) => Answers.Content(StatusCodes.Status200OK, Shown.With(drain));
}
