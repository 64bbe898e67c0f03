using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Threads: their heads, followers, messages and deliveries.</summary>
public sealed class ThreadFunctions(ThreadStore threads, ThreadEditor editor, Erasures erasures)
{
    private const string Route = "threads/{model}/{id}";
    private static readonly Resource<ThreadHead> Resource = new(
        "threads",
        "thread",
        head => $"{Uri.EscapeDataString(head.Model)}/{Uri.EscapeDataString(head.Id)}",
        head => Shown.With(head)
    );

    private const int UsualPage = 50;
    private const int LargestPage = 200;

    // A page of messages with a thousand followers each would contain fifty thousand.
    private const int MostDeliveries = 100;

    [Function("ReadThread")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(model, id, cancellationToken) is not { } thread)
            return Answers.NotFound("thread");
        var json = Shown.With(thread.Head);
        json["followers"] = JsonSerializer.SerializeToNode(thread.Followers, PosternJson.Strict);
        var failures = await threads.ListFailuresAsync(thread.Head.Key, cancellationToken);
        json["failures"] = JsonSerializer.SerializeToNode(failures, PosternJson.Strict);
        return Answers.One(request, json);
    }

    [Function("PatchThread")]
    public async Task<IActionResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route)] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } key || await threads.FindHeadAsync(key, cancellationToken) is null)
            return Answers.NotFound("thread");
        return await Resource.PutAsync<ThreadPatch>(
            request,
            (patch, condition) => editor.PatchAsync(key, patch, condition, cancellationToken),
            cancellationToken
        );
    }

    [Function("DeleteThread")]
    public async Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    ) =>
        ThreadRoute.Key(model, id) is { } key && await erasures.BeginThreadAsync(key, cancellationToken) is { } state
            ? ErasureFunctions.Accepted(state)
            : Answers.NotFound("thread");

    [Function("ListFollowers")]
    public async Task<IActionResult> ListFollowersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/followers")] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(model, id, cancellationToken) is { } thread
            ? PageRequest.Whole(request, thread.Followers, one => one.Address, one => Shown.With(one))
            : Answers.NotFound("thread");

    [Function("ListMessages")]
    public async Task<IActionResult> ListMessagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/messages")] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request, UsualPage, LargestPage);
        if (page is null)
            return problem!;
        if (await FindAsync(model, id, cancellationToken) is not { } thread)
            return Answers.NotFound("thread");
        var messages = await threads.ListMessagesAsync(thread.Head.Key, page.Position, page.Limit, cancellationToken);
        var key = thread.Head.Key;
        var shown = await Task.WhenAll(messages.Select(message => ShowAsync(key, message, cancellationToken)));
        return Answers.List(shown, page.Next(messages.Count == page.Limit ? messages[^1].Key : null));
    }

    [Function("ReadMessage")]
    public async Task<IActionResult> ReadMessageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/messages/{key}")] HttpRequest request,
        string model,
        string id,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } thread || !MessageKey.IsValid(key))
            return Answers.NotFound("message");
        return await threads.FindMessageAsync(thread, key, cancellationToken) is { } message
            ? Answers.One(request, await ShowAsync(thread, message, cancellationToken))
            : Answers.NotFound("message");
    }

    private async Task<JsonObject> ShowAsync(
        ThreadKey thread,
        ThreadMessage message,
        CancellationToken cancellationToken
    )
    {
        var json = Shown.With(message);
        json.Remove("thread");
        var deliveries = await threads.ListFirstDeliveriesAsync(
            thread,
            new MessageKey(message.Key).Id,
            MostDeliveries + 1,
            cancellationToken
        );
        json["deliveries"] = new JsonArray([.. deliveries.Take(MostDeliveries).Select(ShownDelivery.Of)]);
        json["moreDeliveries"] = deliveries.Count > MostDeliveries;
        return json;
    }

    private async Task<ThreadSnapshot?> FindAsync(string model, string id, CancellationToken cancellationToken) =>
        ThreadRoute.Key(model, id) is { } key ? await threads.FindAsync(key, cancellationToken) : null;
}
