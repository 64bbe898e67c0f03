using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Health;
using Postern.Functions.Http;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Operations;

namespace Postern.Functions.Admin;

/// <summary>How the gateway is: 503 when it cannot work.</summary>
public sealed class HealthFunctions(HealthReader health, FetchScheduler mailboxes)
{
    [Function("ReadHealth")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        await mailboxes.LookAsync(cancellationToken);
        var report = await health.ReadAsync(cancellationToken);
        return Answers.Content(
            report.Status == HealthStatus.Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
            Shown.With(report)
        );
    }
}
