using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;
using Postern.Gateway.Expiring;

namespace Postern.Functions.Admin;

/// <summary>How long things are kept, and how far the deletion of what is older is.</summary>
public sealed class RetentionFunctions(RetentionRunner retention)
{
    [Function("ReadRetention")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "retention")] HttpRequest request,
        CancellationToken cancellationToken
    ) => Answers.One(request, Shown.With(await retention.FindAsync(cancellationToken)));
}
