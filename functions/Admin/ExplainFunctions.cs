using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Functions.Http;
using Postern.Gateway.Outbound;

namespace Postern.Functions.Admin;

/// <summary>Explains how a mail would be sent, with every reason. Nothing is stored or sent.</summary>
public sealed class ExplainFunctions(OutboundExplanations explanations)
{
    [Function("ExplainOutbound")]
    [Scopes(ApiScope.Read)]
    public async Task<IActionResult> OutboundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "explain/outbound")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (question, malformed) = body!.As<OutboundQuestion>();
        if (malformed is not null)
            return malformed;
        var (explanation, problem) = await explanations.ExplainAsync(question!, cancellationToken);
        return problem is not null
            ? Answers.BadRequest(problem.Field, problem.Message)
            : Answers.Content(StatusCodes.Status200OK, Shown.With(explanation!));
    }
}
