using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Addresses;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Inbound;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The attention list: messages and mails that a person has to handle, newest first.</summary>
public sealed class AttentionFunctions(
    AttentionStore attention,
    HeldMail held,
    DeliveryFailures failures,
    MailReplayer replayer
)
{
    private const string Route = "attention";

    [Function("ListAttention")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var author = Query.Text(request, "author") is { } text ? EmailAddress.Canonical(text) ?? text : null;
        var (kind, unknown) = Query.Named<AttentionKind>(request, "kind");
        if (unknown is not null)
            return unknown;
        var found = await attention.FindAsync(page.Position, page.Limit, kind, author, cancellationToken);
        return page.Show(found, item => Shown.With(item));
    }

    [Function("ReplayAttention")]
    public async Task<IActionResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/replay")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await held.ReleaseAsync(id, cancellationToken) is { } released)
            return released ? Answers.NoContent() : Answers.NotFound("item");
        if (await attention.FindAsync(id, cancellationToken) is not { } item)
            return Answers.NotFound("item");
        if (item is { Thread: { } thread, Delivery: { } failed } && DeliveryId.Read(failed) is { } delivery)
            await failures.RetryAsync(thread, delivery, cancellationToken);
        // A mail is routed again; a queue message is put on its queue again.
        if (MailId.TryParse(item.Mail, out var mail))
            await replayer.ReplayAsync(mail, null, cancellationToken);
        await attention.ReplayAsync(id, cancellationToken);
        return Answers.NoContent();
    }

    [Function("DiscardAttention")]
    public async Task<IActionResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/discard")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var item = await attention.FindAsync(id, cancellationToken);
        if (item is { Thread: { } thread, Delivery: { } failed } && DeliveryId.Read(failed) is { } delivery)
        {
            if (await failures.DismissAsync(thread, delivery, cancellationToken) == true)
                return Answers.NoContent();
        }
        if (await held.DiscardAsync(id, cancellationToken) is { } dropped)
            return dropped ? Answers.NoContent() : Answers.NotFound("item");
        return await attention.DiscardAsync(id, cancellationToken) ? Answers.NoContent() : Answers.NotFound("item");
    }

    [Function("ReleaseAttention")]
    public async Task<IActionResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/release")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        await held.ReleaseAsync(id, cancellationToken) ?? await ReleaseMailAsync(id, cancellationToken)
            ? Answers.NoContent()
            : Answers.NotFound("held mail");

    // Incoming mail that is held or quarantined.
    private async Task<bool> ReleaseMailAsync(string id, CancellationToken cancellationToken) =>
        await attention.FindAsync(id, cancellationToken) is { Mail: { } text }
        && MailId.TryParse(text, out var mail)
        && await replayer.ReleaseAsync(mail, cancellationToken) == ReplayOutcome.Queued;

    [Function("ReleaseAllAttention")]
    public async Task<IActionResult> ReleaseAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/release")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var released = await held.ReleaseAllAsync(cancellationToken);
        return Answers.Content(StatusCodes.Status200OK, new JsonObject { ["released"] = released });
    }
}
