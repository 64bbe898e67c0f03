using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Functions.Http;
using Postern.Gateway.Inbound;

namespace Postern.Functions.Admin;

/// <summary>Routes a mail again that is on no thread, or attaches it to a thread.</summary>
public sealed class ReplayFunctions(MailReplayer replayer)
{
    [Function("ReplayMail")]
    public Task<IActionResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mails/{id}/replay")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => ReplayAsync(request, id, null, cancellationToken);

    [Function("AttachMail")]
    public async Task<IActionResult> AttachAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mails/{id}/attach")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (body, refused) = await JsonBody.ReadAsync(request, cancellationToken);
        if (refused is not null)
            return refused;
        var (thread, wrong) = body!.As<ThreadKey>();
        if (wrong is not null)
            return wrong;
        if (new ThreadItem { Model = thread!.Model, Id = thread.Id }.FindProblem() is { } problem)
            return Answers.BadRequest(problem.Field["thread.".Length..], problem.Reason);
        return await ReplayAsync(request, id, thread, cancellationToken);
    }

    private async Task<IActionResult> ReplayAsync(
        HttpRequest request,
        string id,
        ThreadKey? thread,
        CancellationToken cancellationToken
    )
    {
        if (!MailId.TryParse(id, out var mail))
            return Answers.NotFound("mail");
        var path = request.Path.Value ?? "";
        return await replayer.ReplayAsync(mail, thread, cancellationToken) switch
        {
            ReplayOutcome.NoMail => Answers.NotFound("mail"),
            ReplayOutcome.NotNow => Answers.Problem(
                StatusCodes.Status409Conflict,
                "The mail is on a thread, or about to be decided; "
                    + "only mail that is on no thread is decided about again."
            ),
            ReplayOutcome.NoRawMail => Answers.Problem(
                StatusCodes.Status409Conflict,
                "The raw mail is not kept any more; see parameter mail.raw.days."
            ),
            _ => Answers.Accepted(id, request.PathBase + path[..path.LastIndexOf('/')]),
        };
    }
}
