using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Core.Text;
using Postern.Functions.Http;
using Postern.Gateway.Inbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Explains how a mail would be routed, rule by rule. Nothing is stored.</summary>
public sealed class ExplainInboundFunctions(
    InboundExplainer explainer,
    JournalStore journal,
    ContentSpool spool,
    GatewayConfigurationSource configuration
)
{
    [Function("ExplainInbound")]
    [Scopes(ApiScope.Read)]
    public async Task<IActionResult> ExplainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "explain/inbound")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (Query.Text(request, "mail") is { } known)
            return await ExplainAgainAsync(known, cancellationToken);
        var mailbox = Query.Text(request, "mailbox");
        var server = current.IncomingServers.FirstOrDefault(server => server.Id == mailbox);
        if (mailbox is not null && server is null)
            return Answers.BadRequest("mailbox", $"There is no incoming server '{mailbox}'.");
        var largest = current.Parameters.LargestMail;
        var (mail, origin, refused) = await PushedMail.ReadAsync(request, largest, spool, cancellationToken);
        if (refused is not null)
            return refused;
        using var content = mail!;
        var from = server is null ? origin! : FetchedFrom(server, origin!);
        return Show(await explainer.ExplainAsync(content, from, cancellationToken));
    }

    private async Task<IActionResult> ExplainAgainAsync(string id, CancellationToken cancellationToken)
    {
        if (!MailId.TryParse(id, out var mail) || await journal.FindAsync(mail, cancellationToken) is not { } entry)
            return Answers.NotFound("mail");
        try
        {
            return await explainer.ExplainAgainAsync(entry, cancellationToken) is { } explanation
                ? Show(explanation)
                : MailFunctions.RawIsGone();
        }
        catch (SpoolFullException e)
        {
            return Answers.Busy(e.Message);
        }
    }

    private static IActionResult Show(InboundExplanation explanation) =>
        Answers.Content(StatusCodes.Status200OK, JsonSerializer.SerializeToNode(explanation, PosternJson.Strict)!);

    private static MailOrigin FetchedFrom(IncomingServer server, MailOrigin origin) =>
        origin with
        {
            Source = MailOrigin.SourceOf(server.Id, server.Folders[0]),
            FallbackModel = server.FallbackModel,
        };
}
