using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The changes of the configuration, of keys and of what is known of people, newest first.</summary>
public sealed class AuditFunctions(AuditStore audit)
{
    [Function("ListAudit")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "audit")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var (entries, next) = await audit.ListAsync(page.Position, page.Limit, cancellationToken);
        return Answers.List(entries.Select(entry => Shown.With(entry)), page.Next(next));
    }
}
