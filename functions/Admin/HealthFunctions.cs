using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Health;
using Postern.Functions.Http;
using Postern.Gateway.Operations;

namespace Postern.Functions.Admin;

/// <summary>The health of the gateway; status 503 if storage is unavailable.</summary>
public sealed class HealthFunctions(HealthReader health)
{
    [Function("ReadHealth")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var report = await health.ReadAsync(cancellationToken);
        var down = report.Status == HealthStatus.Down;
        var status = down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Answers.Content(status, Shown.With(report));
    }
}
