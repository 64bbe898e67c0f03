using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Keys;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Posting;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>What became of a program's message: programs find it by the id that they gave it.</summary>
public sealed class PostStatusFunctions(PostReader posts, ThreadStore threads)
{
    private const int MostDeliveries = 100;

    [Function("ReadPost")]
    [Scopes(ApiScope.Read, ApiScope.Post)]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "posts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (thread, problem) = ThreadOf(request);
        if (problem is not null)
            return problem;
        var own = Query.Segment(id);
        if (!ProgramId.IsValid(own))
            return NotFound(own);
        return await posts.FindAsync(own, thread, cancellationToken) switch
        {
            [] => NotFound(own),
            [var only] => Answers.One(request, await ShowAsync(only, cancellationToken)),
            var several => Ambiguous(several),
        };
    }

    private static (ThreadKey? Thread, IActionResult? Problem) ThreadOf(HttpRequest request)
    {
        var (model, record) = (Query.Text(request, "model"), Query.Text(request, "record"));
        if (model is null && record is null)
            return (null, null);
        if (!ThreadKey.IsPart(model))
            return (null, Answers.BadRequest("model", ThreadKey.PartRule));
        return ThreadKey.IsPart(record)
            ? (new ThreadKey(model!, record!), null)
            : (null, Answers.BadRequest("record", ThreadKey.PartRule));
    }

    private async Task<JsonObject> ShowAsync(PostStatus post, CancellationToken cancellationToken)
    {
        var json = Shown.With(post);
        var deliveries = post is { Thread: { } thread, Message: { } message }
            ? await threads.ListFirstDeliveriesAsync(
                thread,
                new MessageKey(message).Id,
                MostDeliveries + 1,
                cancellationToken
            )
            : [];
        json["deliveries"] = new JsonArray([.. deliveries.Take(MostDeliveries).Select(ShownDelivery.Of)]);
        json["moreDeliveries"] = deliveries.Count > MostDeliveries;
        return json;
    }

    private static IActionResult NotFound(string id) =>
        Answers.Problem(
            StatusCodes.Status404NotFound,
            $"No message with the id '{id}' is known: none was put on a queue, or it was not read from there yet, "
                + "or it was rejected and an administrator has discarded it, or it was posted and its thread deleted since."
        );

    private static IActionResult Ambiguous(IReadOnlyList<PostStatus> several)
    {
        var places = several.Select(post => $"model={post.Thread!.Model}, record={post.Thread.Id}");
        return Answers.Problem(
            StatusCodes.Status409Conflict,
            $"{several.Count} messages have this id; 'model' and 'record' name one: {string.Join("; ", places)}."
        );
    }
}
