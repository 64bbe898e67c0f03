using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Functions.Http;
using Postern.Gateway.Trying;

namespace Postern.Functions.Admin;

/// <summary>Tries an alias with a real mail, from its intake to the first deliveries.</summary>
public sealed class TryFunctions(AliasTrial trial)
{
    [Function("TryAlias")]
    public async Task<IActionResult> TryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "try")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (wanted, malformed) = body!.As<TrialRequest>();
        if (malformed is not null)
            return malformed;
        if (await trial.FindProblemAsync(wanted!, cancellationToken) is { } problem)
            return Answers.BadRequest(problem.Field, problem.Message);
        var answer = wanted!.DryRun
            ? new JsonObject { ["explanation"] = Json(await trial.ExplainAsync(wanted, cancellationToken)) }
            : Show(await trial.SendAsync(wanted, cancellationToken));
        return Answers.Content(StatusCodes.Status200OK, answer);
    }

    private static JsonObject Show(TrialReport report) =>
        new()
        {
            ["mail"] = report.Journal.Id,
            ["finished"] = report.Finished,
            ["pending"] = Json(report.Pending),
            ["journal"] = Json(report.Journal),
            ["messages"] = new JsonArray([.. report.Messages.Select(Show)]),
            ["links"] = Json(Links(report)),
        };

    private static JsonObject Show(TrialMessage message) =>
        new()
        {
            ["thread"] = Json(message.Thread),
            ["message"] = message.Message,
            ["deliveries"] = new JsonArray([.. message.Deliveries.Select(ShownDelivery.Of)]),
        };

    private static string[] Links(TrialReport report) =>
        [
            $"/api/mails/{report.Journal.Id}",
            $"/api/mails/{report.Journal.Id}/raw",
            .. report.Messages.Select(message =>
                $"/api/threads/{Uri.EscapeDataString(message.Thread.Model)}/{Uri.EscapeDataString(message.Thread.Id)}"
            ),
        ];

    private static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, PosternJson.Strict);
}
