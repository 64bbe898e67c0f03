using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Functions.Http;
using Postern.Gateway.Mailboxes.Auditing;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>
/// Actions on a mailbox: Test &amp; Confirm, fetch now, audit. A failed test is answered with status 200 as well, since
/// the test itself has worked.
/// </summary>
public sealed class MailboxFunctions(
    MailboxTest tests,
    MailboxAudit audits,
    GatewayConfigurationSource configuration,
    MailboxStore mailboxes,
    MailQueues queues
)
{
    private const string Route = "incoming-servers/{id}";
    private const int UsualAudit = 1000;
    private const int LargestAudit = 10_000;
    private const string Busy = "The mailbox is being fetched at this moment; try again in a minute.";

    [Function("TestIncomingServer")]
    public async Task<IActionResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/test")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadOptionalAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (options, malformed) = body!.As<MailboxTestOptions>();
        if (malformed is not null)
            return malformed;
        var answer = await tests.TestAsync(id, options!, cancellationToken);
        if (answer.Busy)
            return Answers.Problem(StatusCodes.Status409Conflict, Busy);
        return answer.Result is { } result
            ? Answers.Content(StatusCodes.Status200OK, Shown.With(result))
            : Answers.NotFound("incoming server");
    }

    [Function("FetchIncomingServer")]
    public async Task<IActionResult> FetchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/fetch")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        var server = current.IncomingServers.FirstOrDefault(server => server.Id == id);
        if (server is null)
            return Answers.NotFound("incoming server");
        var schedule = (await mailboxes.FindScheduleAsync(id, cancellationToken))?.Value;
        if (!MailboxRules.MayFetch(server, schedule))
            return Answers.Problem(StatusCodes.Status409Conflict, WhyNotFetched(server, schedule));
        await queues.PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = id }, cancellationToken);
        return Answers.Accepted(id, "/api/health");
    }

    private static string WhyNotFetched(IncomingServer server, MailboxSchedule? schedule)
    {
        if (!server.Active)
            return "The incoming server is not active.";
        var isDraft = MailboxRules.StateOf(server, schedule) == MailboxState.Draft;
        return $"The mailbox is {(isDraft ? "not confirmed" : "disabled")}: test it first.";
    }

    [Function("AuditIncomingServer")]
    public Task<IActionResult> AuditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/audit")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => AuditAsync(request, id, repair: false, cancellationToken);

    [Function("RepairIncomingServer")]
    public Task<IActionResult> RepairAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/audit")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        Query.Text(request, "repair") is null or "true" or "false"
            ? AuditAsync(request, id, Query.Text(request, "repair") == "true", cancellationToken)
            : Task.FromResult(Answers.BadRequest("repair", "must be true or false"));

    private async Task<IActionResult> AuditAsync(
        HttpRequest request,
        string id,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var (limit, problem) = Query.Limit(request, UsualAudit, LargestAudit);
        if (problem is not null)
            return problem;
        var answer = await audits.RunAsync(id, limit, repair, cancellationToken);
        return answer.Outcome switch
        {
            AuditOutcome.Done => Answers.Content(StatusCodes.Status200OK, Shown.With(answer.Report!)),
            AuditOutcome.NoServer => Answers.NotFound("incoming server"),
            AuditOutcome.Draft => Answers.Problem(
                StatusCodes.Status409Conflict,
                "The mailbox is not confirmed: test it first."
            ),
            AuditOutcome.Busy => Answers.Problem(StatusCodes.Status409Conflict, Busy),
            _ => Answers.Problem(StatusCodes.Status502BadGateway, $"The mailbox failed: {answer.Words}"),
        };
    }
}
