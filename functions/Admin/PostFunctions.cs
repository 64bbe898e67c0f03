using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Posting;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Posts on threads, through the queue <c>thread-posts</c> that programs can also write to directly.</summary>
public sealed class PostFunctions(
    ThreadStore threads,
    PostContent content,
    PostIndex index,
    MailQueues queues,
    GatewayConfigurationSource configuration
)
{
    private const string Route = "threads/{model}/{id}/messages";
    private const string IdempotencyKey = "Idempotency-Key";

    [Function("PostMessage")]
    [Scopes(ApiScope.Post)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } thread)
            return Answers.NotFound("thread");
        var largest = (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;
        var (body, unreadable) = await JsonBody.ReadAsync(request, largest, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (post, problem) = Read(body!, thread, request.Headers[IdempotencyKey].FirstOrDefault());
        if (problem is not null)
            return problem;
        if (!post!.Thread.Create && await threads.FindAsync(thread, cancellationToken) is null)
            return Answers.Problem(
                StatusCodes.Status404NotFound,
                "There is no such thread; with \"create\": true it is made."
            );
        var fitted = await content.FitAsync(post, cancellationToken);
        if (PostContent.FindProblem(fitted) is { } tooLong)
            return Answers.BadRequest(tooLong.Field, tooLong.Reason);
        // First the index: whoever asks for the post after the answer finds it.
        await index.AddAsync(new IndexedPost(post.Id, thread), cancellationToken);
        await queues.PutAsync(QueueNames.ThreadPosts, fitted, cancellationToken);
        return Answers.Accepted(post.Id, $"{request.PathBase}{request.Path}");
    }

    // Read as a message of the queue, so that the same record and rules apply.
    private static (ThreadPost? Post, IActionResult? Problem) Read(JsonBody body, ThreadKey thread, string? key)
    {
        if (body.Json["v"] is not null || body.Json["thread"] is not null)
            return (null, Answers.BadRequest(body.Json["v"] is null ? "thread" : "v", "is not a known field"));
        if (body.Json["id"] is JsonValue given && key is not null && given.ToString() != key)
            return (null, Answers.BadRequest("id", $"differs from {IdempotencyKey}"));
        var create = body.Json["create"];
        if (create is not null && create.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            return (
                null,
                Answers.BadRequest("create", $"is {JsonWords.KindOf(create.GetValueKind())}, must be true or false")
            );
        body.Json.Remove("create");
        body.Json["id"] ??= key ?? RandomIdentifier.Create();
        body.Json["thread"] = new JsonObject
        {
            ["model"] = thread.Model,
            ["id"] = thread.Id,
            ["create"] = create is null ? false : create.DeepClone(),
        };
        var (post, problem) = body.As<ThreadPost>();
        if (problem is not null)
            return (null, problem);
        return post!.FindProblem() is { } broken
            ? (null, Answers.BadRequest(broken.Field, broken.Reason))
            : (post, null);
    }
}
