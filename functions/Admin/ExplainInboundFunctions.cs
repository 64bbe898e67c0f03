using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Text;
using Postern.Functions.Http;
using Postern.Gateway.Inbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;

namespace Postern.Functions.Admin;

/// <summary>Explains how a mail would be routed, rule by rule. Nothing is stored.</summary>
public sealed class ExplainInboundFunctions(
    InboundExplainer explainer,
    ContentSpool spool,
    GatewayConfigurationSource configuration
)
{
    [Function("ExplainInbound")]
    public async Task<IActionResult> ExplainAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "explain/inbound")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var largest = (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;
        var (mail, origin, refused) = await PushedMail.ReadAsync(request, largest, spool, cancellationToken);
        if (refused is not null)
            return refused;
        using var content = mail!;
        var explanation = await explainer.ExplainAsync(content, origin!, cancellationToken);
        var json = JsonSerializer.SerializeToNode(explanation, PosternJson.Strict)!;
        return Answers.Content(StatusCodes.Status200OK, json);
    }
}
