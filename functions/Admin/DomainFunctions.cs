using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;
using Postern.Gateway.Domains;

namespace Postern.Functions.Admin;

/// <summary>Checks the DNS records of a domain that mail is sent from.</summary>
public sealed class DomainFunctions(DomainCheck check)
{
    [Function("ReadDomainDns")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "domains/{domain}/dns")] HttpRequest request,
        string domain,
        CancellationToken cancellationToken
    )
    {
        string[] selectors = [.. request.Query["selector"].OfType<string>()];
        var (report, problem) = await check.CheckAsync(domain, selectors, cancellationToken);
        return problem is not null
            ? Answers.BadRequest(problem.Field, problem.Message)
            : Answers.Content(StatusCodes.Status200OK, Shown.With(report!));
    }
}
